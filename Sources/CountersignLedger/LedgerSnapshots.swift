internal import CountersignGit
internal import CountersignObjects

/// Ledgers that were read, by their commits: what one commit holds never changes, and reading it again takes time in
/// which others push.
final class LedgerSnapshots {
    private let repository: Repository
    private var known: [ObjectID: LedgerSnapshot] = [:]

    init(_ repository: Repository) {
        self.repository = repository
    }

    /// The ledger that a reference names now; an empty one where there is no such reference.
    ///
    /// Throws as `Ledger.snapshot`.
    func at(_ reference: String) async throws -> LedgerSnapshot {
        try await at(try repository.reference(reference))
    }

    /// The ledger of a commit; an empty one for nil.
    ///
    /// Throws as `Ledger.snapshot`.
    func at(_ commit: ObjectID?) async throws -> LedgerSnapshot {
        guard let commit else { return .empty }
        if let snapshot = known[commit] { return snapshot }
        let snapshot = try await Ledger.snapshot(repository, commit: commit)
        known[commit] = snapshot
        return snapshot
    }
}
