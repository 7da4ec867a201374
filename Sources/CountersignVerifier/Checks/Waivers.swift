internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignPolicy

/// Whether a waiver stands in for the approvals that a commit lacks (POLICY.md, step 7).
extension CommitJudge {
    /// The statements with the waivers judged, and the reason when one of them holds now; nil when there is none.
    func waiver(for draft: Draft) -> (statements: [ConsideredStatement], reason: String?)? {
        let waivers = draft.statements.filter(isOfTheRightLevel)
        guard let setting = policy.waiver, let first = waivers.compactMap(\.statement?.signedAt).min() else {
            return draft.statements.contains { $0.statement?.decision == .waive }
                ? (draft.statements.map(refuseWaiver), nil) : nil
        }
        let end = first.adding(seconds: setting.maximumSeconds)
        let holding = waivers.lazy.filter { $0.refusal == nil }.compactMap(\.statement).first { statement in
            statement.expires.map { self.book.now < $0 && $0 <= end } ?? false
        }
        let reason = holding.map { statement in
            let until = statement.expires?.rfc3339 ?? ""
            return "waived by \(statement.reviewer) until \(until): \(statement.comment ?? "")"
        }
        return (draft.statements.map { $0.statement?.decision == .waive ? judged($0, end: end) : $0 }, reason)
    }

    private func isOfTheRightLevel(_ considered: ConsideredStatement) -> Bool {
        guard considered.statement?.decision == .waive,
            considered.refusal == nil || considered.refusal?.code == .revoked,
            considered.coverage != nil, considered.coverage?.origin == nil, let setting = policy.waiver,
            let person = (considered.statement?.reviewer).flatMap({ policy.person(primary: $0) })
        else { return false }
        return person.level >= setting.level
    }

    private func refuseWaiver(_ considered: ConsideredStatement) -> ConsideredStatement {
        guard considered.statement?.decision == .waive, considered.refusal == nil else { return considered }
        let needed = policy.waiver.map { "a waiver takes \($0.level.name)" } ?? "the policy knows no waivers"
        return considered.refused(Refusal(.belowLevel, needed))
    }

    private func judged(_ considered: ConsideredStatement, end: Timestamp) -> ConsideredStatement {
        guard considered.refusal == nil else { return considered }
        guard isOfTheRightLevel(considered), let expires = considered.statement?.expires else {
            return refuseWaiver(considered)
        }
        if expires > end {
            return considered.refused(Refusal(.belowLevel, "all waivers of a commit end by \(end.rfc3339)"))
        }
        return book.now < expires
            ? considered : considered.refused(Refusal(.revoked, "it ran out at \(expires.rfc3339)"))
    }
}
