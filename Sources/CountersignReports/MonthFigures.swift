/// One month of the history: of commits by when they landed, of statements by when they were signed.
public struct MonthFigures: Encodable, Sendable, Equatable {
    /// The month in UTC, `YYYY-MM`.
    public let month: String
    /// Commits treated as AI-assisted.
    public internal(set) var flagged = 0
    /// Commits by verdict; verdicts that none got are left out.
    public internal(set) var verdicts: [String: Int] = [:]
    /// Commits that had to have an approval: all but the `exempt`.
    public internal(set) var needing = 0
    /// Those of them that have it: `approved` or `carried`.
    public internal(set) var covered = 0
    /// Those whose approval came after they had landed.
    public internal(set) var late = 0
    /// Half of the commits approved for themselves waited no longer, in seconds; null where there are none.
    public internal(set) var medianSecondsToApproval = Nullable<Int64>(nil)
    /// Approvals that do not count, each for each commit that it was meant for.
    public internal(set) var refusedApprovals = 0
    /// Changes of policy that took effect.
    public internal(set) var policyChanges = 0
    /// Changes of policy that did not.
    public internal(set) var refusedPolicyChanges = 0

    init(month: String) {
        self.month = month
    }

    static func all(
        _ commits: some Collection<CommitReport>, _ policyChanges: [PolicyChangeReport], late: [LateApproval]
    ) -> [MonthFigures] {
        var months: [String: MonthFigures] = [:]
        func count(_ time: String?, _ change: (inout MonthFigures) -> Void) {
            guard let name = time.map({ String($0.prefix(7)) }) else { return }
            change(&months[name, default: MonthFigures(month: name)])
        }
        let lateCommits = Set(late.map(\.commit))
        for commit in commits {
            count(commit.landedAt.value ?? commit.committedAt) {
                $0.add(commit, isLate: lateCommits.contains(commit.id))
            }
            for approval in commit.approvals where approval.isRefusedApproval {
                count(approval.signedAt.value) { $0.refusedApprovals += 1 }
            }
        }
        for change in policyChanges {
            count(change.committedAt) { month in
                if change.effective { month.policyChanges += 1 } else { month.refusedPolicyChanges += 1 }
            }
        }
        addMedians(of: commits, to: &months)
        return withGapsFilled(months)
    }

    private mutating func add(_ commit: CommitReport, isLate: Bool) {
        verdicts[commit.verdict, default: 0] += 1
        if commit.flagged { flagged += 1 }
        if commit.verdict != "exempt" { needing += 1 }
        if ["approved", "carried"].contains(commit.verdict) { covered += 1 }
        if isLate { late += 1 }
    }

    private static func addMedians(of commits: some Collection<CommitReport>, to months: inout [String: MonthFigures]) {
        let byMonth = Dictionary(grouping: commits) { ($0.landedAt.value ?? $0.committedAt).prefix(7) }
        for (name, commits) in byMonth {
            let median = Spread(commits.compactMap(\.secondsToApproval)).median
            months[String(name)]?.medianSecondsToApproval = median
        }
    }

    private static func withGapsFilled(_ months: [String: MonthFigures]) -> [MonthFigures] {
        guard let first = months.keys.min().flatMap(CalendarMonth.init), let last = months.keys.max() else { return [] }
        return sequence(first: first, next: \.next).lazy.map(\.name).prefix { $0 <= last }.map {
            months[$0] ?? MonthFigures(month: $0)
        }
    }
}
