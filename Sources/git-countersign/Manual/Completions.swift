/// Completions that work as `git countersign …` and as `git-countersign …`.
///
/// The argument parser's own scripts take the whole name for one word, and know no revisions.
struct Completions {
    private let tree: CommandTree
    private let names: String

    init(_ tree: CommandTree) {
        self.tree = tree
        names = tree.commands.map(\.commandName).joined(separator: " ")
    }

    /// For bash: git's own completion calls `_git_countersign`, and gives `cur`, `prev` and its helpers.
    var bash: String {
        let values = tree.commands.flatMap { command in
            command.options.compactMap { option in
                option.allValues.map { values in
                    let words = option.spellings.map { "\(command.commandName),\($0)" }.joined(separator: "|")
                    return "    \(words)) __gitcomp \"\(values.joined(separator: " "))\"; return ;;"
                }
            }
        }
        let options = tree.commands.map { command in
            let words = command.options.flatMap(\.spellings).filter { $0.hasPrefix("--") }
            return "    \(command.commandName),--*) __gitcomp \"\(words.joined(separator: " "))\" ;;"
        }
        let nested = tree.commands.filter { !$0.commands.isEmpty }.map { command in
            let words = command.commands.map(\.commandName).joined(separator: " ")
            return "    \(command.commandName),*) __gitcomp \"\(words)\" ;;"
        }
        return """
            # Completion of git countersign for bash. Git's own completion loads this file and calls _git_countersign.
            _git_countersign ()
            {
                local subcommands="\(names)"
                local subcommand="$(__git_find_on_cmdline "$subcommands")"
                if [ -z "$subcommand" ]; then
                    case "$cur" in
                    --*) __gitcomp "--help --version" ;;
                    *) __gitcomp "$subcommands" ;;
                    esac
                    return
                fi
                case "$subcommand,$prev" in
            \(values.joined(separator: "\n"))
                *,-o|*,--output|*,--policy) return ;;
                esac
                case "$subcommand,$cur" in
                log,*) _git_log ;;
            \(options.filter { !$0.hasPrefix("    log,") }.joined(separator: "\n"))
                sync,*) __gitcomp_nl "$(__git_remotes)" ;;
            \(nested.joined(separator: "\n"))
                init,*|people,*|doctor,*) ;;
                *) __git_complete_revlist ;;
                esac
            }
            if declare -F __git_complete >/dev/null; then __git_complete git-countersign _git_countersign; fi

            """
    }

    /// For zsh: its completion of git calls `_git-countersign`, and reads the description from the second line.
    var zsh: String {
        let commands = tree.commands.map { "    \(Self.zshQuoted("\($0.commandName):\($0.summary)"))" }
        let cases = tree.commands.filter { $0.commandName != "log" }.map { command in
            let specifications = command.options.flatMap(Self.zsh) + [Self.zshRest(command)]
            return
                "    \(command.commandName)) _arguments -S \(specifications.map(Self.zshQuoted).joined(separator: " ")) ;;"
        }
        return """
            #compdef git-countersign
            #description \(tree.summary)
            _git-countersign-revisions () {
              local -a revisions
              revisions=(HEAD ${(f)"$(git for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null)"})
              compset -P '*..'
              compadd -a revisions
            }
            _git-countersign-remotes () {
              local -a remotes
              remotes=(${(f)"$(git remote 2>/dev/null)"})
              compadd -a remotes
            }
            _git-countersign () {
              local context state line
              typeset -A opt_args
              local -a commands
              commands=(
            \(commands.joined(separator: "\n"))
              )
              _arguments -C '(- *)--help[open the manual page]' '(- *)--version[print the version]' \\
                '1: :->command' '*:: :->argument'
              case $state in
              command) _describe -t commands 'git countersign command' commands ;;
              argument)
                case $words[1] in
                log) (( $+functions[_git-log] )) && _git-log || _git-countersign-revisions ;;
            \(cases.joined(separator: "\n"))
                esac ;;
              esac
            }
            # Called by git's completion, this file is a function to be run at once.
            [[ $funcstack[1] == _git-countersign ]] && _git-countersign "$@"

            """
    }

    private static func zsh(_ option: CommandTree.Argument) -> [String] {
        let text = (option.abstract ?? "").map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        return option.spellings.map { name in
            guard option.takesValue else { return "\(name)[\(text)]" }
            let action = option.allValues.map { "(\($0.joined(separator: " ")))" } ?? " "
            return "\(name)\(name.hasPrefix("--") ? "=" : "")[\(text)]:\(option.value):\(action)"
        }
    }

    private static func zshRest(_ command: CommandTree) -> String {
        switch command.commandName {
        case "sync": "*:remote:_git-countersign-remotes"
        case "hook": "1:hook:(\(command.commands.map(\.commandName).joined(separator: " ")))"
        case _ where command.positionals.isEmpty: "*: : "
        default: "*:revision:_git-countersign-revisions"
        }
    }

    private static func zshQuoted(_ text: String) -> String { HookScript.quoted(text) }

    /// For fish, to be read when it starts: `git countersign …` is completed as `git-countersign …`.
    ///
    /// Later versions of fish do this for any command that is not git's own.
    static let fishStart = """
        # Has fish complete git countersign as it completes git-countersign.
        function __fish_git_countersign_complete
            set -l words (commandline -opc)
            set -l place (contains -i -- countersign $words); or return
            set -e words[1..$place]
            complete -C "git-countersign $words "(commandline -ct)
        end
        complete -c git -f -n '__fish_git_using_command countersign' -a '(__fish_git_countersign_complete)'

        """

    /// For fish, by the program's own name.
    var fish: String {
        let start = "complete -c git-countersign"
        var lines = ["# Completion of git countersign for fish.", "\(start) -f"]
        for command in tree.commands {
            lines.append(
                "\(start) -n 'not __fish_seen_subcommand_from \(names)' -a \(command.commandName) "
                    + "-d \(Self.fishQuoted(command.summary))")
            let seen = "-n '__fish_seen_subcommand_from \(command.commandName)'"
            for option in command.options {
                let spellings = (option.names ?? []).map { "\($0.kind == "long" ? "-l" : "-s") \($0.name)" }
                let value = option.takesValue ? " -x" : ""
                let values = option.allValues.map { " -a \(Self.fishQuoted($0.joined(separator: " ")))" } ?? ""
                let text = Self.fishQuoted(option.abstract ?? "")
                lines.append("\(start) \(seen) \(spellings.joined(separator: " "))\(value)\(values) -d \(text)")
            }
            for nested in command.commands {
                lines.append("\(start) \(seen) -a \(nested.commandName) -d \(Self.fishQuoted(nested.summary))")
            }
            guard !command.positionals.isEmpty else { continue }
            let rest =
                command.commandName == "sync"
                ? "git remote" : "git for-each-ref --format=\"%(refname:short)\" refs/heads refs/tags refs/remotes"
            lines.append("\(start) \(seen) -a '(\(rest) 2>/dev/null)'")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// In fish, a backslash keeps a quote within quotes.
    private static func fishQuoted(_ text: String) -> String {
        "'" + text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
    }
}
