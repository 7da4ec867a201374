public import CountersignObjects
internal import CountersignPolicy

/// History, ledger and policy together: what the gate and the audit are asked of.
public final class Verifier {
    let shared: SharedFacts
    let books: StatementBooks
    /// The branch whose approvals are wanted under `scope = branch`, by its full name.
    let target: String?

    /// Takes the facts, the ledger's statements, and what "now" is.
    public init(history: any History, statements: any StatementSource, now: Timestamp, target: String?) {
        shared = SharedFacts(history: history)
        books = StatementBooks(index: statements, now: now, checks: shared.checks)
        self.target = target
    }

    var history: any History { shared.history }

    func judge(by policy: PolicyInForce, _ context: JudgementContext) throws -> CommitJudge {
        try CommitJudge(policy, book: books.book(for: policy), shared: shared, context: context)
    }

    func id(_ position: CommitGraph.Position) -> ObjectID { history.graph.ids[position] }

    /// Where a commit stands; a commit that the history was not asked to hold is an error of the caller's.
    func position(of commit: ObjectID) throws(VerifierError) -> CommitGraph.Position {
        guard let position = history.graph.position(of: commit) else { throw .unknownCommit(commit) }
        return position
    }

    /// The policy in force at `tip`, carried forward from the pinned root along first parents.
    func timeline(from root: ObjectID, to tip: ObjectID) async throws -> PolicyTimeline {
        let line = history.graph.firstParentLine(to: try position(of: tip))
        let start = try start(of: root, on: line, tip: tip)
        let timeline = try await self.start(at: root)
        let touching = try await history.commitsTouchingPolicy(from: line[start], to: try position(of: tip))
        var seen = history.graph.reachable(from: CollectionOfOne(line[start]))
        for step in line[(start + 1)...] {
            for position in history.graph.extend(&seen, from: CollectionOfOne(step)) where touching.contains(position) {
                _ = try await timeline.advance(over: id(position))
            }
        }
        return timeline
    }

    /// A timeline at the commit whose policy is believed as it is.
    func start(at commit: ObjectID) async throws -> PolicyTimeline {
        let entry = try history.policyEntry(of: commit)
        guard case .tree(let tree) = entry else { throw VerifierError.noPolicy(commit) }
        let policy = try await history.policy(in: tree)
        let inForce = PolicyInForce(tree: tree, policy: policy, since: commit)
        return PolicyTimeline(start: inForce, shared: shared, books: books, target: target)
    }
}

/// Why no verdict could be reached.
public enum VerifierError: Error, Hashable, Sendable {
    /// The history does not hold this commit.
    case unknownCommit(ObjectID)
    /// There is no policy at this commit.
    case noPolicy(ObjectID)
    /// The pinned root is not on the tip's line of first parents.
    case rootNotOnFirstParents(root: ObjectID, tip: ObjectID)
    /// The head is behind the base, so that nothing would be verified.
    case headBehindBase(base: ObjectID, head: ObjectID)
    /// The parents of a commit to be judged are beyond the end of a shallow clone.
    case cutOff(ObjectID)
    /// No commit on the line of first parents holds a policy.
    case neverAdopted(tip: ObjectID)
}
