internal import CountersignApprovals
internal import CountersignMarkers
internal import CountersignObjects
internal import CountersignPolicy

/// A judgement in the making: what was found so far.
struct Draft {
    let facts: CommitFacts
    let change: PolicyChange?
    let landed: Timestamp?
    var authorship: Authorship?
    var isFlagged: Bool
    var flaggedByMerging: [ObjectID] = []
    var recomputed: MergeRecomputation?
    var needs: Needs?
    var statements: [ConsideredStatement] = []

    init(facts: CommitFacts, change: PolicyChange?, landed: Timestamp? = nil) {
        self.facts = facts
        self.landed = landed
        self.change = change
        isFlagged = facts.flagging.state == .ai
    }

    /// The different persons whose approvals count.
    var approvers: [String] {
        Set(
            statements.filter { $0.refusal == nil && $0.statement?.decision == .approve }.compactMap(
                \.statement?.reviewer)
        )
        .sorted()
    }

    /// Whether an approval was given for the commit itself, and let the same change through before: another one given
    /// for it can't be told from that.
    var isUsedUp: Bool {
        statements.contains { $0.refusal?.code == .alreadyLanded && $0.coverage != nil && $0.coverage?.origin == nil }
    }

    func finish(_ verdict: Verdict, _ reason: String, fix: String?) -> Judgement {
        Judgement(self, verdict, reason, fix: fix)
    }

    /// The verdict of a commit with enough approvals: `carried` if it took a carried one.
    func approved() -> Judgement {
        let counted = statements.filter { $0.refusal == nil && $0.statement?.decision == .approve }
        let direct = Set(counted.filter { $0.coverage?.origin == nil }.compactMap(\.statement?.reviewer))
        guard direct.count < (needs?.count ?? 1), let origin = counted.lazy.compactMap({ $0.coverage?.origin }).first
        else {
            return finish(.approved, "approved by \(approvers.joined(separator: ", "))", fix: nil)
        }
        let names = approvers.joined(separator: ", ")
        return finish(.carried, "approved by \(names), carried from \(origin.abbreviated)", fix: nil)
    }

    /// Why the approvals do not suffice, in one sentence.
    func lack(of needs: Needs) -> String {
        let refused = statements.filter { $0.refusal != nil && $0.statement?.decision == .approve }
        var text = "\(approvers.count) of \(needs.count) approvals at level \(needs.level.name)"
        if approvers.isEmpty, needs.count == 1 { text = "no approval at level \(needs.level.name) or above" }
        if case .undecided(let why)? = recomputed { text += "; the merge could not be recomputed: \(why)" }
        if !needs.rules.isEmpty { text += " (rule \(needs.rules.joined(separator: ", ")))" }
        if let first = refused.first, let refusal = first.refusal {
            text +=
                "; one by \(first.statement?.reviewer ?? "?") does not count: \(refusal.code.rawValue), \(refusal.detail)"
        }
        return text
    }
}
