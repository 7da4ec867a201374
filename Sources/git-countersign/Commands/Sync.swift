import ArgumentParser
internal import CountersignGit
import CountersignLedger

/// `sync`: the ledger here and on the remote made one.
struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Exchange the ledger with a remote.",
        discussion: """
            Fetches the remote's ledger, unites it with the one here, and pushes: never a conflict, and no line is \
            lost on either side. Lines that the remote once had and lost are named and put back.
            Exit status: 0 both are the same, 1 the remote refused the ledger, 2 it could not be reached.
            """)

    @Argument(help: "The remote's name; that of the current branch, or origin, when left out.")
    var remote: String?

    @Flag(name: .shortAndLong, help: "Print nothing but warnings and errors.")
    var quiet = false

    func run() async throws {
        try await Workspace.open().syncLedger(with: remote, quietly: quiet)
    }
}

extension Workspace {
    /// Brings the ledger here and the remote's together, and says what came of it.
    func syncLedger(with requested: String?, quietly: Bool = false) async throws {
        let name = try await syncedRemote(requested)
        let sync = LedgerSync(repository, with: RemoteLedger(name), identity: try await Identity.committer())
        let outcome = try await sync.run { news in
            Terminal.note("warning: \(name) lost \(Self.count(news.lost.count)) that it had; putting back:")
            for line in LostLines.describe(news.lost) { Terminal.note("  \(line)") }
        }
        if outcome.wasRewritten, outcome.lost.isEmpty {
            Terminal.note("warning: \(name) rewrote its ledger; no line is missing")
        }
        if !quietly { try Terminal.print(Self.summary(outcome, name)) }
    }

    private static func summary(_ outcome: LedgerSync.Outcome, _ name: String) -> String {
        guard outcome.tip != nil else { return "No ledger here or at \(name) yet; nothing to exchange.\n" }
        return "Ledger in step with \(name): \(count(outcome.fetched)) fetched, \(count(outcome.pushed)) pushed.\n"
    }

    private static func count(_ lines: Int) -> String { lines == 1 ? "1 line" : "\(lines) lines" }

    /// The remote asked for, else that of the current branch, else `origin`, else the only one.
    private func syncedRemote(_ requested: String?) async throws -> String {
        let names = settings.remotes
        if let requested {
            guard names.contains(requested) else {
                throw Failure("there is no remote '\(requested)'", advice: "git remote add \(requested) URL")
            }
            return requested
        }
        let usual = try await remoteName()
        if names.contains(usual) { return usual }
        if names.contains("origin") { return "origin" }
        guard let only = names.first else {
            throw Failure("there is no remote to exchange the ledger with", advice: "git remote add origin URL")
        }
        guard names.count == 1 else {
            throw Failure("which remote? \(names.joined(separator: ", "))", advice: "git countersign sync REMOTE")
        }
        return only
    }
}

extension Settings {
    /// The names of the remotes that have an address, in order of the configuration.
    var remotes: [String] {
        var names: [String] = []
        for key in keys where key.hasPrefix("remote.") && key.hasSuffix(".url") {
            names.append(String(key.dropFirst("remote.".count).dropLast(".url".count)))
        }
        return names.sorted()
    }
}
