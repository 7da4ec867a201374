internal import CountersignApprovals
internal import CountersignMarkers
public import CountersignObjects
internal import CountersignPolicy

/// The branch state against which commits are judged.
public struct JudgementContext: Sendable {
    /// The full name of the branch that is verified; nil when there is none.
    public var target: String?
    /// The commit that the branch stood at before; nil in a review of all history.
    public var base: ObjectID?
    /// The step of the branch by which the commits landed; nil for commits that have not.
    ///
    /// Its committer date tells when, for `approval.grace`.
    public var step: ObjectID?

    /// States the branch, where it stood, and by which step the commits landed.
    public init(target: String? = nil, base: ObjectID? = nil, step: ObjectID? = nil) {
        self.target = target
        self.base = base
        self.step = step
    }
}

/// Judges one commit at a time by one policy (POLICY.md, "The verdict of a commit, in this order").
public final class CommitJudge {
    let policy: Policy
    let history: any History
    /// The history's own: asked for through it, each look at a commit would copy it.
    private let graph: CommitGraph
    let book: StatementBook
    let digests: ChangeDigests
    let coverage: CoverageFinder
    let landings: Landings
    let flaggedBelow: FlaggedAncestry
    private let ownMarkers: OwnMarkers?
    var context: JudgementContext
    /// The merges that were found flagged for what they brought in, or not.
    var mergesFlagged: [CommitGraph.Position: Bool] = [:]

    init(_ inForce: PolicyInForce, book: StatementBook, shared: SharedFacts, context: JudgementContext) throws {
        policy = inForce.policy
        ownMarkers = OwnMarkers(inForce.policy)
        history = shared.history
        graph = history.graph
        self.book = book
        digests = shared.digests
        coverage = CoverageFinder(history: shared.history, book: book, digests: shared.digests)
        landings = shared.landings
        flaggedBelow = try shared.flaggedAncestry(under: inForce)
        self.context = context
    }

    /// Whether nothing about a commit can ask for an approval, told without reading it again.
    func isPlainlyClean(_ position: CommitGraph.Position) throws -> Bool {
        guard policy.asksOfBuiltInMarkersOnly, history.isUnremarkable(position) else { return false }
        if graph.parentCount(of: position) > 1, flaggedBelow.mayBringInFlagged(position) { return false }
        return try !coverage.direct(to: graph.ids[position]).contains { $0.entry.statement.decision == .reject }
    }

    /// The verdict on a commit.
    ///
    /// `change` is what was found about its `.countersign/`, when it changes that.
    func judge(_ facts: CommitFacts, change: PolicyChange?) async throws -> Judgement {
        let facts = self.facts(of: facts)
        // Most commits are settled without it, so it is read only here.
        let landed = try context.step.map { try history.facts(of: $0).commit.committer.time }
        var draft = Draft(facts: facts, change: change, landed: landed)
        if let defect = facts.commit.defect {
            return draft.finish(.malformed, "the commit object is malformed: \(defect.description)", fix: Fix.rewrite)
        }
        draft.authorship = try authorship(of: facts)
        if let change, let refusal = change.refusal {
            draft.statements = change.statements
            return draft.finish(.unapprovedPolicyChange, refusal, fix: change.fix)
        }
        draft.statements = try consider(facts)
        if let rejection = standingRejection(among: draft.statements) {
            return draft.finish(.rejected, rejection.reason, fix: rejection.fix)
        }
        if change != nil, try touchesOnlyPolicy(facts.commit.id) {
            return draft.finish(.approved, change?.summary ?? "", fix: nil)
        }
        if let verdict = undeclared(facts, draft.authorship) {
            return draft.finish(.undeclared, verdict.reason, fix: verdict.fix)
        }
        return try await judgeNeeds(&draft)
    }

    /// Steps 5 to 9: what the commit needs, and what it has.
    private func judgeNeeds(_ draft: inout Draft) async throws -> Judgement {
        try await findNeeds(&draft)
        guard let needs = draft.needs else {
            let verdict: Verdict = draft.isFlagged ? .exempt : draft.change == nil ? .clean : .approved
            return draft.finish(verdict, reasonForNoNeed(draft), fix: nil)
        }
        draft.statements = try await count(draft.statements, for: draft, needs: needs)
        let approvers = draft.approvers
        if approvers.count >= needs.count { return draft.approved() }
        if let waiver = waiver(for: draft) {
            draft.statements = waiver.statements
            if let reason = waiver.reason { return draft.finish(.waived, reason, fix: nil) }
        }
        let commit = draft.facts.commit.id
        let fix = draft.isUsedUp ? Fix.approveAnew(commit) : Fix.approve(commit)
        if let reason = pendingReason(landed: draft.landed) { return draft.finish(.pending, reason, fix: fix) }
        return draft.finish(approvers.isEmpty ? .missing : .insufficient, draft.lack(of: needs), fix: fix)
    }

    /// A commit's facts, with the policy's own markers.
    func facts(of facts: CommitFacts) -> CommitFacts { ownMarkers?.applied(to: facts) ?? facts }

    private func undeclared(_ facts: CommitFacts, _ authorship: Authorship?) -> (reason: String, fix: String)? {
        guard policy.unmarked == .declare, facts.flagging.state == .unmarked, !isTrusted(authorship) else { return nil }
        return (
            "no AI marker found, and the policy wants every commit of a non-trusted author to declare",
            Fix.declare
        )
    }

    /// Whether the author is known, as the policy wants it known, and needs no approval.
    func isTrusted(_ authorship: Authorship?) -> Bool {
        guard let authorship, let person = authorship.person, policy.isTrusted(person) else { return false }
        return authorship.isProven || policy.authorProof == .claim
    }

    private func touchesOnlyPolicy(_ commit: ObjectID) throws -> Bool {
        try history.changes(of: commit).allSatisfy { $0.path.starts(with: PolicyDirectory.prefix) }
    }

    private func pendingReason(landed: Timestamp?) -> String? {
        guard let grace = policy.approval.graceSeconds, let landed, landed <= book.now,
            book.now < landed.adding(seconds: grace)
        else { return nil }
        return "it landed at \(landed.rfc3339); the policy allows until \(landed.adding(seconds: grace).rfc3339)"
    }

    private func reasonForNoNeed(_ draft: Draft) -> String {
        if let change = draft.change { return change.summary }
        guard draft.isFlagged else {
            return draft.facts.flagging.state == .human ? "its message declares AI-Assisted: no" : "no AI marker found"
        }
        if let person = draft.authorship?.person, isTrusted(draft.authorship) {
            return "\(person.email) wrote it, at level \(person.level.name)"
        }
        return "a clean merge changes nothing itself"
    }
}
