import ArgumentParser
import FoundationEssentials

/// The commands and their options as the argument parser knows them: the one source of completions and manual pages.
struct CommandTree: Decodable {
    /// An option, flag or argument.
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            /// As it is typed.
            var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
        }

        let kind: String
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let isOptional: Bool
        let isRepeating: Bool
        let shouldDisplay: Bool
        let allValues: [String]?

        var isPositional: Bool { kind == "positional" }
        var takesValue: Bool { kind == "option" }
        var spellings: [String] { (names ?? []).map(\.text) }
        /// What stands for its value.
        var value: String { valueName ?? "value" }
    }

    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool
    let arguments: [Argument]?
    let subcommands: [CommandTree]?

    private struct Dump: Decodable {
        let command: CommandTree
    }

    /// Asks the parser.
    static func read() throws -> CommandTree {
        try JSONDecoder().decode(Dump.self, from: Data(GitCountersign._dumpHelp().utf8)).command
    }

    /// The commands that are for people, `help` left out: git has its own.
    var commands: [CommandTree] { (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" } }

    /// The options and flags, `--version` left out, which belongs to the program.
    var options: [Argument] {
        (arguments ?? []).filter { !$0.isPositional && $0.shouldDisplay && !$0.spellings.contains("--version") }
    }

    /// What stands without a name.
    var positionals: [Argument] { (arguments ?? []).filter { $0.isPositional && $0.shouldDisplay } }

    /// One sentence without a full stop.
    var summary: String { (abstract ?? "").hasSuffix(".") ? String((abstract ?? "").dropLast()) : abstract ?? "" }
}
