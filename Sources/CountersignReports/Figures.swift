internal import CountersignObjects

/// An audit's figures: pure functions of the commits, policy changes and findings that its report lists.
///
/// Nothing else goes in, so whoever has the report can compute them again. Commits that are `clean` or
/// `before-adoption` are left out, whether they are listed or not. Spans are in whole seconds.
public struct Figures: Encodable, Sendable {
    /// Every month from the first to the last with something to tell, empty ones in between included.
    public let months: [MonthFigures]
    /// What waits for an approval, and what got it late, by how long.
    public let ages: [AgeFigures]
    /// From the commit to the last approval that it took.
    public let timeToApproval: Spread
    /// Everybody whose approvals count, the busiest first.
    public let approvers: [ApproverFigures]
    /// On how many shoulders the approvals rest.
    public let concentration: Concentration
    /// Every waiver, the earliest first.
    public let waivers: [WaiverFigures]
    /// Approvals that do not count, by reason, the most frequent first.
    public let refusals: [RefusalFigures]

    /// Computes all of them.
    ///
    /// - Parameters:
    ///   - commits: the commits of an audit's report.
    ///   - policyChanges: its changes of policy.
    ///   - findings: what it found besides; the late approvals are read.
    ///   - now: the time as of which ages are told.
    init(
        commits: [CommitReport], policyChanges: [PolicyChangeReport], findings: [Report.FindingReport],
        asOf now: Timestamp
    ) {
        // As they come: a copy of so many would be large.
        let counted = commits.lazy.filter { !Self.leftOut.contains($0.verdict) }
        let late = LateApproval.all(findings, commits: counted)
        months = MonthFigures.all(counted, policyChanges, late: late)
        ages = AgeFigures.all(counted, late: late, asOf: now)
        timeToApproval = Spread(counted.compactMap(\.secondsToApproval))
        approvers = ApproverFigures.all(counted)
        concentration = Concentration(approvers)
        waivers = WaiverFigures.all(counted, asOf: now)
        refusals = RefusalFigures.all(counted)
    }

    private static let leftOut = ["clean", "before-adoption"]
}

/// An approval that came after the commit had landed.
struct LateApproval {
    /// The commit.
    let commit: String
    /// How long after, in seconds.
    let seconds: Int64

    static func all(_ findings: [Report.FindingReport], commits: some Collection<CommitReport>) -> [LateApproval] {
        let landed = Dictionary(commits.map { ($0.id, $0.landedAt.value) }, uniquingKeysWith: { first, _ in first })
        return findings.filter { $0.kind == "late-approval" }.compactMap { finding in
            guard let commit = finding.commit.value, let end = finding.time.value.flatMap(Timestamp.init(rfc3339:)),
                let start = landed[commit]?.flatMap({ Timestamp(rfc3339: $0) })
            else { return nil }
            return LateApproval(commit: commit, seconds: end.seconds - start.seconds)
        }
    }
}

extension CommitReport {
    /// When it became part of the history that is audited: when it landed, else when it was committed.
    var moment: Timestamp? { Timestamp(rfc3339: landedAt.value ?? committedAt) }

    /// From the commit to the last approval that it took, by the dates that commit and statements give themselves; nil
    /// where it took none, or took one that was given for another commit.
    ///
    /// An approval dated before the commit counts as given at once.
    var secondsToApproval: Int64? {
        guard verdict == "approved", let count = needs.value?.count, let start = Timestamp(rfc3339: committedAt)
        else { return nil }
        var first: [String: Timestamp] = [:]
        for approval in directApprovals {
            guard let reviewer = approval.reviewer.value, let signed = approval.signed else { continue }
            first[reviewer] = min(first[reviewer] ?? signed, signed)
        }
        return first.values.sorted().dropFirst(count - 1).first.map { max(0, $0.seconds - start.seconds) }
    }

    /// The approvals that count and were given for this very commit.
    var directApprovals: [ApprovalReport] {
        approvals.filter { $0.status == "counted" && $0.decision.value == "approve" && $0.carriedFrom.value == nil }
    }
}

extension CommitReport.ApprovalReport {
    /// When it says it was signed.
    var signed: Timestamp? { signedAt.value.flatMap { Timestamp(rfc3339: $0) } }
}
