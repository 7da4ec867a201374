internal import CountersignObjects
internal import CountersignVerifier

/// The facts of commits that were asked for or read lately; the rest is read again.
struct RecentFacts {
    /// So many at least are held, and twice as many at most.
    private static let limit = 4096

    private var young: [ObjectID: CommitFacts] = [:]
    private var old: [ObjectID: CommitFacts] = [:]

    /// What is held of a commit.
    subscript(_ commit: ObjectID) -> CommitFacts? { young[commit] ?? old[commit] }

    /// Holds a commit's facts for a while.
    mutating func hold(_ facts: CommitFacts) {
        if young.count >= Self.limit { (old, young) = (young, [:]) }
        young[facts.commit.id] = facts
    }
}
