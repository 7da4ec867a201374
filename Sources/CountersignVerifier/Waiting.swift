internal import CountersignApprovals
public import CountersignPolicy

extension Verdict {
    /// Whether an approval is what the commit lacks.
    public var lacksApproval: Bool {
        switch self {
        case .missing, .insufficient, .unapprovedPolicyChange, .pending: true
        default: false
        }
    }
}

/// What waits for whom.
extension Verifier {
    /// Whether a commit lacks an approval that this person may give and has not given.
    public func waits(_ judgement: Judgement, for person: Person, by policy: PolicyInForce) async throws -> Bool {
        guard judgement.verdict.lacksApproval else { return false }
        let change = judgement.verdict == .unapprovedPolicyChange ? judgement.policyChange : nil
        guard !(change?.statements ?? judgement.statements).hasApproval(by: person) else { return false }
        if let change, try await !isOpen(change, to: person, by: policy) { return false }
        let level = change == nil ? judgement.needs?.level : nil
        return try refusal(ofApprovalBy: person, on: judgement.id, policy: policy, level: level) == nil
    }

    /// Nobody can approve a policy that can't take effect, nor a change of his own entry or keys.
    private func isOpen(_ change: PolicyChange, to person: Person, by policy: PolicyInForce) async throws -> Bool {
        guard change.defect == nil, let tree = change.to.tree else { return false }
        return try await !changes(person, policy, to: tree)
    }
}

extension [ConsideredStatement] {
    fileprivate func hasApproval(by person: Person) -> Bool {
        contains { $0.refusal == nil && $0.statement?.decision == .approve && $0.statement?.reviewer == person.email }
    }
}
