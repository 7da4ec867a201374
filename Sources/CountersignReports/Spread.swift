/// How spans of time are spread: percentiles by nearest rank, the smallest span that so many percent do not exceed.
public struct Spread: Encodable, Sendable, Equatable {
    /// How many spans there are.
    public let count: Int
    /// Half of them are no longer, in seconds; null where there are none.
    public let median: Nullable<Int64>
    /// Nine of ten are no longer.
    public let p90: Nullable<Int64>
    /// Ninety-nine of a hundred are no longer.
    public let p99: Nullable<Int64>

    /// Takes spans in any order.
    init(_ spans: [Int64]) {
        let sorted = spans.sorted()
        count = sorted.count
        median = Nullable(Self.percentile(50, of: sorted))
        p90 = Nullable(Self.percentile(90, of: sorted))
        p99 = Nullable(Self.percentile(99, of: sorted))
    }

    private static func percentile(_ percent: Int, of sorted: [Int64]) -> Int64? {
        let rank = (sorted.count * percent + 99) / 100
        return sorted.dropFirst(max(0, rank - 1)).first
    }
}
