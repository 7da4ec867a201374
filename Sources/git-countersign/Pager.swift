import CountersignGit
import FoundationEssentials

/// Long text as git shows it: by the pager that git would use, where standard output is a terminal.
struct Pager {
    /// The command, for a shell; nil where git would use none.
    private let command: String?

    /// Asks git (`git var GIT_PAGER`): `GIT_PAGER`, `core.pager`, `PAGER`, else `less`; `cat` means none.
    ///
    /// `own` is what `pager.COMMAND` says for a command of git's: whether to use one, or which.
    static func find(own: String? = nil) async throws -> Pager {
        guard Terminal.standardOutputIsTerminal else { return Pager(command: nil) }
        let output = try await GitCommand.run("git", ["var", "GIT_PAGER"])
        var command = output.status == 0 ? output.firstLine : ""
        switch own?.lowercased() {
        case "false", "no", "off", "0", "": return Pager(command: nil)
        case nil, "true", "yes", "on", "1": break
        default: if ProcessInfo.processInfo.environment["GIT_PAGER"] == nil { command = own ?? command }
        }
        return Pager(command: command != "cat" && !command.isEmpty ? command : nil)
    }

    /// Shows text; false where the pager failed, so that nobody can be said to have seen it.
    func show(_ text: String) async throws -> Bool {
        guard let command else {
            try Terminal.print(text)
            return true
        }
        return try await Interrupts.leavingToOthers {
            try await GitCommand.attached(
                "sh", ["-c", command], input: Array(text.utf8), environment: Self.environment) == 0
        }
    }

    /// Prints text, without the pager where that can't be run.
    func print(_ text: String) async throws {
        guard try await !show(text), command != nil else { return }
        try Terminal.print(text)
    }

    /// Shows text that comes by and by: `write` hands on a piece, and tells whether anybody still reads.
    ///
    /// Where the pager can't be run, the text is made again and shown without it.
    func show(_ text: (_ write: (String) throws -> Bool) async throws -> Void) async throws {
        if let command {
            let status = try await Interrupts.leavingToOthers {
                let pipe = try ProgramPipe()
                let end = pipe.forReading
                async let status = GitCommand.attached(
                    "sh", ["-c", command], reading: end, environment: Self.environment)
                defer { pipe.closeWriting() }
                try await text { try pipe.write($0.utf8) }
                pipe.closeWriting()
                return try await status
            }
            guard [Self.cannotExecute, Self.notFound].contains(status) else { return }
        }
        try await text {
            try Terminal.print($0)
            return true
        }
    }

    /// What a shell says of a command that it can't run.
    private static let (cannotExecute, notFound): (Int32, Int32) = (126, 127)

    /// What git sets for its pagers (pager.c): colours are passed on, and a short text ends the pager at once.
    private static var environment: [String: String?] {
        let own = ProcessInfo.processInfo.environment
        let usual = ["LESS": "FRX", "LV": "-c"].filter { own[$0.key] == nil }
        return usual.merging(["GIT_PAGER_IN_USE": "true"]) { $1 }.mapValues(Optional.some)
    }
}
