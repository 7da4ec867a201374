public import CountersignApprovals
public import CountersignObjects

/// What the ledger's own history tells: when each statement came in, and what was taken out.
///
/// The dates are those of notes commits, which whoever wrote them chose: they tell an honest history's delays, and
/// prove nothing against a dishonest one.
public struct LedgerChronicle: Sendable {
    /// The notes commit that brought a statement in.
    public struct Entry: Hashable, Sendable {
        /// The notes commit.
        public let commit: ObjectID
        /// Its committer date.
        public let time: Timestamp

        /// States where and when a statement came in.
        public init(commit: ObjectID, time: Timestamp) {
            (self.commit, self.time) = (commit, time)
        }
    }

    /// A notes commit that took lines out of the ledger, which nothing but an accident or an attack does.
    public struct Removal: Hashable, Sendable {
        /// The notes commit.
        public let commit: ObjectID
        /// Its committer date.
        public let time: Timestamp
        /// What the lines hung on.
        public let annotated: ObjectID
        /// How many lines.
        public let lines: Int

        /// States what a notes commit took out.
        public init(commit: ObjectID, time: Timestamp, annotated: ObjectID, lines: Int) {
            (self.commit, self.time, self.annotated, self.lines) = (commit, time, annotated, lines)
        }
    }

    /// The earliest entry of each statement, by the digest of its payload.
    public private(set) var entries: [Digest256: Entry] = [:]
    /// Every removal, the oldest first.
    public private(set) var removals: [Removal] = []

    /// Starts with nothing told.
    public init() {}

    /// Notes that a commit holds a statement that one of its parents has not.
    public mutating func enter(_ statement: Digest256, _ entry: Entry) {
        if let known = entries[statement], (known.time, known.commit) <= (entry.time, entry.commit) { return }
        entries[statement] = entry
    }

    /// Notes that a commit lacks lines that one of its parents has.
    public mutating func remove(_ removal: Removal) {
        let index = removals.firstIndex { ($0.time, $0.commit) > (removal.time, removal.commit) }
        removals.insert(removal, at: index ?? removals.endIndex)
    }
}
