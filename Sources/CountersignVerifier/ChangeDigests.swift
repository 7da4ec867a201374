internal import CountersignApprovals
internal import CountersignObjects

/// The change digests of commits and ranges, each computed once.
final class ChangeDigests {
    private let history: any History
    private var spans: [Span: Digest256?] = [:]
    private var integrity: [Digest256: Refusal?] = [:]

    private struct Span: Hashable {
        let base: ObjectID
        let head: ObjectID
    }

    init(history: any History) {
        self.history = history
    }

    /// What a commit changes against its first parent; nil for a commit that changes nothing.
    func digest(of commit: ObjectID) throws -> Digest256? {
        try history.changeDigest(of: commit)
    }

    /// Finds those of many commits, which takes less time for all of them at once.
    func prepare(_ commits: [ObjectID]) async throws {
        try await history.changeDigestsAhead(of: commits)
    }

    /// What a squash of `base..head` would change; nil when that is nothing.
    func digest(from base: ObjectID, to head: ObjectID) throws -> Digest256? {
        let span = Span(base: base, head: head)
        if let known = spans[span] { return known }
        let digest = ChangeDigest.compute(try history.changes(from: base, to: head))
        spans[span] = digest
        return digest
    }

    /// Whether every digest that a statement signs is that of the commit it names, so far as the commit is at hand.
    func refusal(of entry: LedgerStatement) throws -> Refusal? {
        if let known = integrity[entry.digest] { return known }
        let refusal = try check(entry.statement)
        integrity[entry.digest] = .some(refusal)
        return refusal
    }

    private func check(_ statement: Statement) throws -> Refusal? {
        guard statement.decision.coversCommits else { return nil }
        for subject in statement.subjects where try history.isAtHand(subject) {
            let actual = try digest(of: subject)
            guard statement.change(of: subject) == actual else {
                return Refusal(.badChange, "the change it signs for \(subject.abbreviated) is not that commit's")
            }
        }
        guard let range = statement.range, try history.isAtHand(range.base), try history.isAtHand(range.head) else {
            return nil
        }
        guard range.change == (try digest(from: range.base, to: range.head)) else {
            return Refusal(.badChange, "the change it signs for its range is not what the range changes")
        }
        return nil
    }
}

extension Decision {
    /// Whether the decision speaks of commits, and not of another statement.
    var coversCommits: Bool { self != .revoke }
}
