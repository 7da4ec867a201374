public import CountersignGit
public import CountersignObjects

/// Brings the ledger here and that of a remote to the same set of lines; neither ever loses one.
public struct LedgerSync {
    /// What was done.
    public struct Outcome: Sendable {
        /// The lines that came from the remote.
        public internal(set) var fetched = 0
        /// The lines that the remote got.
        public internal(set) var pushed = 0
        /// The lines that the remote once had and had lost, each once; they are there again.
        public internal(set) var lost: [LedgerEntry] = []
        /// Whether the remote's history no longer held what this clone had seen there.
        public internal(set) var wasRewritten = false
        /// The ledger's commit on both sides; nil where neither has one.
        public internal(set) var tip: ObjectID?
    }

    private let repository: Repository
    private let remote: RemoteLedger
    private let identity: Identity
    private let patience: Duration
    private let snapshots: LedgerSnapshots

    /// Prepares to synchronise; `patience` is how long others may be faster before it gives up.
    public init(
        _ repository: Repository, with remote: RemoteLedger, identity: Identity, patience: Duration = .seconds(180)
    ) {
        self.repository = repository
        self.remote = remote
        self.identity = identity
        self.patience = patience
        snapshots = LedgerSnapshots(repository)
    }

    /// Fetches, unites and pushes until the remote has every line.
    ///
    /// `onLoss` is told of lost lines before anything is pushed. What was fetched stays here whatever becomes of the
    /// push. Throws `SyncError`, `LedgerError`, `GitError` and `GitCommandError`.
    public func run(onLoss: (Outcome) throws -> Void) async throws -> Outcome {
        let start = ContinuousClock.now
        var outcome = Outcome()
        var refused: (at: ObjectID?, reason: String)?
        for attempt in 1... {
            let round = try await unite(&outcome, isFirst: attempt == 1, onLoss)
            do {
                if try await isInStep(round, &outcome, &refused) {
                    try await adopt(round)
                    try remember(round.united)
                    return outcome
                }
                guard ContinuousClock.now - start < patience else {
                    throw SyncError.contended(remote: remote.remote, seconds: Int(patience.components.seconds))
                }
            } catch {
                try await adopt(round)
                throw error
            }
            Pause.random(attempt: attempt + 4)
        }
        return outcome
    }

    /// The ledgers after one fetch: the one here as it was, the remote's, and both together.
    private struct Round {
        let own: LedgerSnapshot
        let there: LedgerSnapshot
        let united: ObjectID?
    }

    /// Each round unites anew with the ledger as it was here: a union that lost its race would only make the next push
    /// longer, and so lose again.
    private func unite(
        _ outcome: inout Outcome, isFirst: Bool, _ onLoss: (Outcome) throws -> Void
    ) async throws -> Round {
        let seen = [try await snapshots.at(remote.tracking), try await snapshots.at(remote.remembered)]
        let tip = try await remote.fetch(repository, isThere: !isFirst && seen.contains { $0.tip != nil })
        let there = try await snapshots.at(tip)
        try notice(seen, there, &outcome, onLoss)
        let own = try await snapshots.at(Ledger.reference)
        let united = try union(of: own, with: [there] + (outcome.lost.isEmpty ? [] : seen))
        outcome.fetched = LedgerDifference.lines(of: there, notIn: own).count
        outcome.tip = united
        return Round(own: own, there: there, united: united)
    }

    /// Pushes where there is something to push; whether the remote then has what is here.
    private func isInStep(
        _ round: Round, _ outcome: inout Outcome, _ refused: inout (at: ObjectID?, reason: String)?
    ) async throws -> Bool {
        guard let united = round.united, united != round.there.tip else { return true }
        // Refused though nobody was faster: trying again would not help.
        if let refused, refused.at == round.there.tip, !Self.isRace(refused.reason) {
            throw SyncError.refused(remote: remote.remote, reason: refused.reason)
        }
        switch try await remote.push(united) {
        case .done:
            outcome.pushed = LedgerDifference.lines(of: try await snapshots.at(united), notIn: round.there).count
            return true
        case .refused(let reason):
            refused = (round.there.tip, reason)
            return false
        }
    }

    /// Makes the union the ledger here; where another writer was faster, his lines and these.
    private func adopt(_ round: Round) async throws {
        guard let united = round.united, united != round.own.tip else { return }
        if try move(Ledger.reference, from: round.own.tip, to: united) { return }
        _ = try LedgerWriter(repository).unite(
            with: [try await snapshots.at(united)], message: message, identity: identity)
    }

    /// Notes what the remote had and has no more.
    private func notice(
        _ seen: [LedgerSnapshot], _ there: LedgerSnapshot, _ outcome: inout Outcome, _ onLoss: (Outcome) throws -> Void
    ) throws {
        let lost = Set(seen.flatMap { LedgerDifference.lines(of: $0, notIn: there) }).subtracting(outcome.lost)
        for tip in seen.compactMap(\.tip) {
            guard let now = there.tip, try repository.isAncestor(tip, of: now) else {
                outcome.wasRewritten = true
                continue
            }
        }
        guard !lost.isEmpty else { return }
        var news = outcome
        news.lost = lost.sorted { ($0.annotated.hex, $0.line.count) < ($1.annotated.hex, $1.line.count) }
        outcome.lost += news.lost
        try onLoss(news)
    }

    /// The commit that holds the ledger here and the others; nil where there is none of them.
    private func union(of own: LedgerSnapshot, with others: [LedgerSnapshot]) throws -> ObjectID? {
        let others = others.filter { $0.tip != nil && $0.tip != own.tip }
        guard let first = others.first else { return own.tip }
        if others.count == 1, try canMove(own, to: first) { return first.tip }
        return try LedgerWriter(repository).drafted(on: own.tip, with: others, message: message, identity: identity)
    }

    private var message: String { "Unite with the ledger of \(remote.remote)" }

    /// Whether the other ledger goes on from this one and holds every line of it: then no commit is needed.
    private func canMove(_ own: LedgerSnapshot, to other: LedgerSnapshot) throws -> Bool {
        guard let tip = own.tip, let otherTip = other.tip else { return own.tip == nil }
        return try repository.isAncestor(tip, of: otherTip)
            && LedgerDifference.lines(of: own, notIn: other).isEmpty
            && LedgerDifference.changedUnread(from: own, to: other, in: repository).isEmpty
    }

    /// Keeps in mind what the remote has now; where another sync of this clone does so too, either will do.
    private func remember(_ tip: ObjectID?) throws {
        guard let tip else { return }
        for reference in [remote.tracking, remote.remembered] {
            let old = try repository.reference(reference)
            if old != tip { _ = try move(reference, from: old, to: tip) }
        }
    }

    /// Moves a ref; false where somebody else moved it first.
    private func move(_ reference: String, from old: ObjectID?, to new: ObjectID) throws(GitError) -> Bool {
        do throws(GitError) {
            try repository.compareAndSwap(
                reference: reference, expected: old, new: new, logMessage: "countersign: sync with \(remote.remote)")
            return true
        } catch {
            if case .referenceMoved = error { return false }
            throw error
        }
    }

    /// Whether the remote said that another push was under way, rather than no (git's `receive-pack.c`, `remote.c`).
    private static func isRace(_ reason: String) -> Bool {
        ["fetch first", "non-fast-forward", "stale", "lock", "failed to update ref", "incorrect old value"]
            .contains { reason.contains($0) }
    }
}
