/// A set of commits of one ``CommitGraph``, a bit for each.
public struct CommitSet: Sendable {
    private var words: [UInt64]

    /// An empty set for positions below `capacity`.
    public init(capacity: Int) {
        words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
    }

    /// Whether the set has this position.
    public func contains(_ position: CommitGraph.Position) -> Bool {
        let word = position / 64
        return words.indices.contains(word) && words[word] & (1 << UInt64(position % 64)) != 0
    }

    /// Adds a position; false when it was there already, or lies beyond the capacity.
    public mutating func insert(_ position: CommitGraph.Position) -> Bool {
        let word = position / 64
        let bit: UInt64 = 1 << UInt64(position % 64)
        guard words.indices.contains(word), words[word] & bit == 0 else { return false }
        words[word] |= bit
        return true
    }
}
