import ArgumentParser
import CountersignGit

/// `--help`: the manual page, as git opens it; `-h` prints short usage.
///
/// Git itself opens the page for `git countersign --help`, and hands `git countersign review --help` on.
enum HelpPage {
    /// Opens the page of the command that the arguments name and exits; does nothing where no help is asked for.
    static func openIfAsked(_ arguments: [String], for root: any ParsableCommand.Type) async {
        guard arguments.prefix(while: { $0 != "--" }).contains("--help") else { return }
        let command = arguments.first.flatMap { name in
            root.configuration.subcommands.first { $0._commandName == name }
        }
        let page = ["git-countersign", command?._commandName].compactMap { $0 }.joined(separator: "-")
        if await open(page) { Terminal.exit(ExitStatus.pass) }
        // Not installed, or nothing to show it with.
        _ = try? Terminal.print(root.helpMessage(for: command ?? root) + "\n")
        Terminal.exit(ExitStatus.pass)
    }

    /// Whether git could show the page; what it says otherwise is of no use to anybody.
    private static func open(_ page: String) async -> Bool {
        do throws(GitCommandError) {
            return try await GitCommand.attached("sh", ["-c", "exec git help \"$1\" 2>/dev/null", "sh", page]) == 0
        } catch {
            return false
        }
    }
}
