internal import CountersignObjects

/// How many commits wait, or waited after they had landed, for so long.
public struct AgeFigures: Encodable, Sendable, Equatable {
    /// The shortest span counted here, in seconds.
    public let from: Int64
    /// The first span too long for here; null where there is no end.
    public let to: Nullable<Int64>
    /// Commits that still wait (`missing`, `insufficient` or `pending`), by the time since they landed.
    public let open: Int
    /// Commits whose approval came late, by the time between landing and approval.
    public let late: Int

    private static let day: Int64 = 86_400
    private static let bounds: [Int64] = [0, day, 7 * day, 30 * day, 90 * day, 365 * day]
    private static let waiting = ["missing", "insufficient", "pending"]

    static func all(
        _ commits: some Collection<CommitReport>, late: [LateApproval], asOf now: Timestamp
    ) -> [AgeFigures] {
        let open = commits.filter { waiting.contains($0.verdict) }.compactMap(\.moment).map {
            max(0, now.seconds - $0.seconds)
        }
        return zip(bounds, bounds.dropFirst().map { $0 } + [nil]).map { from, to in
            let range = from..<(to ?? .max)
            return AgeFigures(
                from: from, to: Nullable(to), open: open.count(where: range.contains),
                late: late.count { range.contains($0.seconds) })
        }
    }
}
