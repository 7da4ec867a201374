internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignPolicy

/// The policy in force, carried forward commit by commit (POLICY.md, "Which policy").
///
/// A change that is not approved has no effect: what follows is judged by the last good policy, and a later approval
/// always covers the whole difference from that.
public final class PolicyTimeline {
    /// The policy in force after the last commit looked at.
    public private(set) var inForce: PolicyInForce
    /// Every change met so far, in the order of the walk.
    public private(set) var changes: [PolicyChange] = []
    private let shared: SharedFacts
    private let books: StatementBooks
    private var target: String?

    init(start: PolicyInForce, shared: SharedFacts, books: StatementBooks, target: String?) {
        inForce = start
        self.shared = shared
        self.books = books
        self.target = target
    }

    /// Looks at one commit; gives the change that it makes, nil when it makes none.
    func advance(over commit: ObjectID) async throws -> PolicyChange? {
        guard let current = inForce.tree else { return nil }
        let entry = try shared.history.policyEntry(of: commit)
        guard entry != .tree(current), try !isParents(entry, of: commit) else { return nil }
        let (change, next) = try await examine(entry, by: try shared.history.facts(of: commit))
        changes.append(change)
        if let next { inForce = PolicyInForce(tree: entry.tree, policy: next, since: commit) }
        return change
    }

    private func isParents(_ entry: PolicyEntry, of commit: ObjectID) throws -> Bool {
        let graph = shared.history.graph
        guard let position = graph.position(of: commit) else { return false }
        return try graph.parents(of: position).contains { try shared.history.policyEntry(of: graph.ids[$0]) == entry }
    }

    private func examine(_ entry: PolicyEntry, by facts: CommitFacts) async throws -> (PolicyChange, Policy?) {
        let next: Policy
        do {
            next = try await readable(entry)
        } catch let error as PolicyUnreadable {
            return (change(to: entry, by: facts, [], defect: error.description), nil)
        }
        let differences = Policy.differences(from: inForce.policy, to: next)
        guard next.serial == inForce.policy.serial + 1 else {
            let defect = "countersign.serial is \(next.serial), and must be \(inForce.policy.serial + 1)"
            return (change(to: entry, by: facts, differences, defect: defect), nil)
        }
        try await books.index.prepare()
        let judge = try CommitJudge(
            inForce, book: books.book(for: inForce), shared: shared, context: JudgementContext(target: target))
        let outcome = try judge.approval(of: facts, from: inForce, to: entry, next: next)
        return (change(to: entry, by: facts, differences, outcome: outcome), outcome.summary == nil ? nil : next)
    }

    private func readable(_ entry: PolicyEntry) async throws -> Policy {
        switch entry {
        case .absent: throw PolicyUnreadable("it deletes \(PolicyDirectory.name)/")
        case .irregular(let what): throw PolicyUnreadable("\(PolicyDirectory.name) becomes \(what)")
        case .tree(let tree): try await shared.history.policy(in: tree)
        }
    }

    private func change(
        to entry: PolicyEntry, by facts: CommitFacts, _ differences: [String], defect: String? = nil,
        outcome: PolicyApproval? = nil
    ) -> PolicyChange {
        let lack = outcome?.summary == nil ? defect ?? outcome?.lack : nil
        return PolicyChange(
            commit: facts.commit.id, time: facts.commit.committer.time, from: inForce.tree, to: entry,
            differences: differences, defect: defect,
            refusal: lack.map { "the change of \(PolicyDirectory.name)/ has no effect: \($0)" },
            fix: lack == nil ? nil : defect == nil ? Fix.approve(facts.commit.id) : Fix.correctPolicy,
            needed: outcome?.needed, statements: outcome?.statements ?? [], summary: outcome?.summary ?? "")
    }
}

/// The statement books of the policies in play, one for each.
final class StatementBooks {
    let index: any StatementSource
    let now: Timestamp
    private let checks: SignatureChecks
    private var known: [ObjectID?: StatementBook] = [:]

    init(index: any StatementSource, now: Timestamp, checks: SignatureChecks) {
        self.index = index
        self.now = now
        self.checks = checks
    }

    /// Why the policy in force does not count the statement as signed by the person it names; nil when it does, or one
    /// before it did.
    func lastingRefusal(of entry: LedgerStatement, inForce: PolicyInForce) -> Refusal? {
        guard case .failure(let refusal) = book(for: inForce).verified(entry) else { return nil }
        for book in known.values {
            if case .success = book.verified(entry) { return nil }
        }
        return refusal
    }

    /// A tree holds one policy for ever; a policy from outside the repository is the only one of its run.
    func book(for inForce: PolicyInForce) -> StatementBook {
        if let book = known[inForce.tree] { return book }
        let book = StatementBook(policy: inForce.policy, index: index, now: now, checks: checks)
        known[inForce.tree] = book
        return book
    }
}
