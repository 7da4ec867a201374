internal import CountersignGit
internal import CountersignObjects

/// The ledger of a remote, reached by git itself, with git's own transports and credentials.
public struct RemoteLedger: Sendable {
    /// How a push ended.
    enum Push {
        /// The remote's ledger is now at the commit pushed.
        case done
        /// The remote said no; its reason, empty where git gave none.
        case refused(reason: String)
    }

    /// The remote's name in the configuration.
    public let remote: String

    /// Names a remote.
    public init(_ remote: String) {
        self.remote = remote
    }

    /// Where git keeps what it last saw there; any `git fetch` moves it.
    public var tracking: String { "refs/notes/remotes/\(remote)/countersign" }

    /// What `sync` last saw there; nothing else moves it, so that a plain `git fetch` can't hide a loss.
    public var remembered: String { "refs/notes/seen/\(remote)/countersign" }

    /// Brings the remote's ledger to ``tracking``; the commit it stands at, nil where the remote has none.
    ///
    /// `isThere` leaves out asking first whether there is one, which only keeps git from saying so as an error. A clone
    /// with a filter gets the notes whole: a ledger without its lines is none. Throws `SyncError` and
    /// `GitCommandError`.
    func fetch(_ repository: Repository, isThere: Bool = false) async throws -> ObjectID? {
        for attempt in 1...Self.fetchAttempts {
            if !isThere || attempt > 1 { guard try await advertises() else { return nil } }
            let output = try await GitCommand.interactive(
                "git",
                [
                    "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-filter",
                    "--no-auto-maintenance", remote, "+\(Ledger.reference):\(tracking)",
                ])
            if output.status == 0 { return try repository.reference(tracking) }
            // Another fetch in this clone may hold the lock of the ref for a moment.
            if attempt < Self.fetchAttempts { Pause.random(attempt: 6) }
        }
        throw SyncError.unreachable(remote: remote)
    }

    private static let fetchAttempts = 4

    private func advertises() async throws -> Bool {
        let output = try await GitCommand.interactive("git", ["ls-remote", "--quiet", remote, Ledger.reference])
        guard output.status == 0 else { throw SyncError.unreachable(remote: remote) }
        // The pattern also matches longer names that end like it.
        return output.standardOutput.split(separator: UInt8(ascii: "\n")).contains { line in
            line.split(separator: UInt8(ascii: "\t")).last.map { $0.elementsEqual(Ledger.reference.utf8) } ?? false
        }
    }

    /// Pushes a commit as the remote's ledger, without force.
    ///
    /// Throws `GitCommandError`.
    func push(_ tip: ObjectID) async throws -> Push {
        let output = try await GitCommand.interactive(
            "git",
            [
                "-c", "advice.pushUpdateRejected=false", "push", "--quiet", "--porcelain", "--no-follow-tags",
                "--recurse-submodules=no", remote,
                "\(tip.hex):\(Ledger.reference)",
            ])
        return output.status == 0 ? .done : .refused(reason: Self.reason(output.standardOutput))
    }

    /// The text of a line `!<tab>from:to<tab>[remote rejected] (reason)`, as `git-push(1)` describes it.
    private static func reason(_ output: [UInt8]) -> String {
        let line = output.split(separator: UInt8(ascii: "\n")).first { $0.first == UInt8(ascii: "!") }
        let field = line?.split(separator: UInt8(ascii: "\t")).last ?? []
        return String(decoding: field, as: UTF8.self)
    }
}

/// Why two ledgers could not be brought together.
public enum SyncError: Error, Hashable, Sendable {
    /// Git could not read from the remote; it said why.
    case unreachable(remote: String)
    /// The remote did not take the ledger; the reason that git gave.
    case refused(remote: String, reason: String)
    /// Others kept pushing for that many seconds.
    case contended(remote: String, seconds: Int)
}
