/// Approvals that do not count, for one reason.
public struct RefusalFigures: Encodable, Sendable, Equatable {
    /// The code of the refusal.
    public let reason: String
    /// How many, each for each commit that it was meant for.
    public let approvals: Int
    /// How many different statements; lines that can't be read are none.
    public let statements: Int

    static func all(_ commits: some Collection<CommitReport>) -> [RefusalFigures] {
        let refused = commits.flatMap { $0.approvals.filter(\.isRefusedApproval) }
        return Dictionary(grouping: refused) { $0.reason.value ?? "" }.map { reason, approvals in
            RefusalFigures(
                reason: reason, approvals: approvals.count,
                statements: Set(approvals.compactMap(\.statement.value)).count)
        }.sorted { ($1.approvals, $0.reason) < ($0.approvals, $1.reason) }
    }
}

extension CommitReport.ApprovalReport {
    /// Whether it is an approval that does not count, or a line that might have been one.
    var isRefusedApproval: Bool {
        status == "refused" && (decision.value == nil || decision.value == "approve")
    }
}
