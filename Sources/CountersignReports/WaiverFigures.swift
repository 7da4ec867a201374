internal import CountersignObjects

/// One waiver of one commit.
public struct WaiverFigures: Encodable, Sendable, Equatable {
    /// The commit that it lets through.
    public let commit: String
    /// Who gave it.
    public let reviewer: String
    /// When it was signed.
    public let from: String
    /// When it ends.
    public let until: String
    /// `standing`, `ended`, or `revoked` when it was taken back before its end.
    public let state: String
    /// Why it was given.
    public let comment: String

    static func all(_ commits: some Collection<CommitReport>, asOf now: Timestamp) -> [WaiverFigures] {
        commits.flatMap { commit in
            commit.approvals.compactMap { WaiverFigures($0, of: commit, asOf: now) }
        }.sorted { ($0.from, $0.commit, $0.until) < ($1.from, $1.commit, $1.until) }
    }

    /// Nil for what is no waiver, or never held.
    private init?(_ approval: CommitReport.ApprovalReport, of commit: CommitReport, asOf now: Timestamp) {
        guard approval.decision.value == "waive", approval.carriedFrom.value == nil,
            approval.reason.value == nil || approval.reason.value == "revoked",
            let reviewer = approval.reviewer.value, let from = approval.signedAt.value,
            let until = approval.expires.value, let end = Timestamp(rfc3339: until)
        else { return nil }
        self.commit = commit.id
        (self.reviewer, self.from, self.until) = (reviewer, from, until)
        state = end <= now ? "ended" : approval.reason.value == nil ? "standing" : "revoked"
        comment = approval.comment.value ?? ""
    }
}
