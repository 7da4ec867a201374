/// The manual page of one command, in mdoc(7).
struct ManualPage {
    private let command: CommandTree
    private let notes: ManualNotes

    init(_ command: CommandTree) {
        self.command = command
        notes = .on(command.commandName)
    }

    /// The file's name.
    var name: String { "git-countersign-\(command.commandName).1" }

    /// The page's text.
    var text: String {
        var lines = [
            ".Dd \(Version.day)", ".Dt GIT-COUNTERSIGN-\(command.commandName.uppercased()) 1", ".Os", ".Sh NAME",
            ".Nm git-countersign-\(command.commandName)",
            ".Nd \(Self.escaped(command.summary.prefix(1).lowercased() + command.summary.dropFirst()))",
        ]
        lines += [".Sh SYNOPSIS"] + synopsis + [".Sh DESCRIPTION"]
        lines += Self.paragraph([command.abstract, command.discussion].compactMap { $0 }.joined(separator: "\n"))
        lines += subcommands
        lines += Self.list("OPTIONS", command.positionals.map(Self.item) + command.options.map(Self.item))
        lines += Self.list("CONFIGURATION", chosen(ManualNotes.settings, as: ".It Cm"))
        lines += Self.list("ENVIRONMENT", chosen(ManualNotes.environment, as: ".It Ev"))
        lines += Self.list("FILES", chosen(ManualNotes.files, as: ".It Pa"))
        lines += Self.list("EXIT STATUS", notes.statuses.map { (".It \($0.name)", $0.text) })
        lines += examples + [".Sh SEE ALSO", ".Xr git-countersign 1"]
        return lines.joined(separator: "\n") + "\n"
    }

    private var synopsis: [String] {
        guard command.commands.isEmpty else {
            return [".Nm git countersign \(command.commandName)", ".Ar command", ".Op Ar argument ..."]
        }
        return [".Nm git countersign \(command.commandName)"]
            + command.options.map { option in
                let name = option.spellings.first { $0.hasPrefix("--") } ?? option.spellings.first ?? ""
                let text = Self.flag(name) + (option.takesValue ? " Ar \(Self.value(option))" : "")
                return option.isOptional || !option.takesValue ? ".Op \(text)" : ".\(text)"
            }
            + command.positionals.map { argument in
                let text = "Ar \(Self.value(argument))\(argument.isRepeating ? " ..." : "")"
                return argument.isOptional ? ".Op \(text)" : ".\(text)"
            }
    }

    private var subcommands: [String] {
        Self.list("COMMANDS", command.commands.map { (".It Cm \($0.commandName)", "\($0.summary).") })
    }

    private var examples: [String] {
        guard !notes.examples.isEmpty else { return [] }
        return [".Sh EXAMPLES"]
            + notes.examples.enumerated().flatMap { number, example in
                (number > 0 ? [".Pp"] : []) + [example.text, ".Bd -literal -offset indent", example.name, ".Ed"]
            }
    }

    private func chosen(_ items: [ManualNotes.Item], as macro: String) -> [(String, String)] {
        items.filter { notes.reads.contains($0.name) }.map { ("\(macro) \($0.name)", $0.text) }
    }

    private static func item(_ argument: CommandTree.Argument) -> (String, String) {
        guard !argument.isPositional else { return (".It Ar \(value(argument))", argument.abstract ?? "") }
        let value = argument.takesValue ? " Ar \(value(argument))" : ""
        let names = argument.spellings.map { flag($0) + value }.joined(separator: " , ")
        let values = argument.allValues.map { "\nOne of \($0.joined(separator: ", "))." } ?? ""
        return (".It \(names)", (argument.abstract ?? "") + values)
    }

    /// `Fl Fl name` for `--name`.
    private static func flag(_ name: String) -> String {
        name.hasPrefix("--") ? "Fl Fl \(name.dropFirst(2))" : "Fl \(name.dropFirst())"
    }

    private static func value(_ argument: CommandTree.Argument) -> String {
        argument.value.lowercased().split(separator: "|").joined(separator: " | ")
    }

    private static func list(_ heading: String, _ items: [(head: String, text: String)]) -> [String] {
        guard !items.isEmpty else { return [] }
        return [".Sh \(heading)", ".Bl -tag -width Ds"] + items.flatMap { [$0.head] + paragraph($0.text) } + [".El"]
    }

    /// A sentence a line, as mdoc wants it.
    private static func paragraph(_ text: String) -> [String] {
        var lines: [String] = []
        for part in text.split(separator: "\n") {
            var line = ""
            for word in part.split(separator: " ") {
                line += (line.isEmpty ? "" : " ") + word
                guard ".?!".contains(word.last ?? " ") else { continue }
                lines.append(escaped(line))
                line = ""
            }
            if !line.isEmpty { lines.append(escaped(line)) }
        }
        return lines
    }

    /// Text in which nothing is taken for a macro or an escape; what stands between backquotes is quoted.
    private static func escaped(_ text: String) -> String {
        var quoted = false
        let characters = text.map { character -> String in
            switch character {
            case "\\": return "\\e"
            case "`":
                quoted.toggle()
                return quoted ? "\\(oq" : "\\(cq"
            default: return String(character)
            }
        }.joined()
        return characters.hasPrefix(".") || characters.hasPrefix("'") ? "\\&\(characters)" : characters
    }
}
