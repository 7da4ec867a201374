import CountersignGit
import FoundationEssentials

/// Long text as git shows it: by the pager that git would use, where standard output is a terminal.
struct Pager {
    /// The command, for a shell; nil where git would use none.
    private let command: String?

    /// Asks git (`git var GIT_PAGER`): `GIT_PAGER`, `core.pager`, `PAGER`, else `less`; `cat` means none.
    static func find() async throws -> Pager {
        guard Terminal.standardOutputIsTerminal else { return Pager(command: nil) }
        let output = try await GitCommand.run("git", ["var", "GIT_PAGER"])
        let command = output.firstLine
        return Pager(command: output.status == 0 && command != "cat" && !command.isEmpty ? command : nil)
    }

    /// Shows text; false where the pager failed, so that nobody can be said to have seen it.
    func show(_ text: String) async throws -> Bool {
        guard let command else {
            try Terminal.print(text)
            return true
        }
        let own = ProcessInfo.processInfo.environment
        // What git sets for its pagers (pager.c): colours are passed on, and a short text ends the pager at once.
        Terminal.leaveInterruptsToOthers()
        let usual = ["LESS": "FRX", "LV": "-c"].filter { own[$0.key] == nil }
        let environment = usual.merging(["GIT_PAGER_IN_USE": "true"]) { $1 }
        return try await GitCommand.attached(
            "sh", ["-c", command], input: Array(text.utf8), environment: environment.mapValues(Optional.some)) == 0
    }

    /// Prints text, without the pager where that can't be run.
    func print(_ text: String) async throws {
        guard try await !show(text), command != nil else { return }
        try Terminal.print(text)
    }
}
