internal import CountersignObjects
internal import CountersignVerifier

/// What commits say that never changes, read in an earlier run: their parents, and whether there is more to say of them.
struct KnownCommits: Sendable {
    /// What was found in a commit's own bytes.
    struct Traits: OptionSet, Sendable {
        let rawValue: UInt8
        /// There is something about it that a verdict could rest on, besides who wrote it.
        static let remarkable = Traits(rawValue: 1)
        /// It carries a marker.
        static let flagged = Traits(rawValue: 2)
    }

    /// The commits, each parent before its children.
    private(set) var numbered: NumberedIDs
    private(set) var parents = CommitGraph.ParentLists()
    private(set) var traits: [Traits] = []

    /// No commits, and room for some.
    init(capacity: Int = 0) {
        numbered = NumberedIDs(capacity: capacity)
    }

    var ids: [ObjectID] { numbered.ids }
    var count: Int { numbered.count }

    /// A commit's number; nil for one that is not known.
    func number(of id: ObjectID) -> Int? { numbered.number(of: id) }

    /// So many parents fit into the byte that counts them.
    static let parentLimit = 255

    /// Adds a commit whose parents are known; false, and nothing is added, where one is not.
    mutating func append(_ id: ObjectID, parents: ArraySlice<Int32>, _ traits: Traits) -> Bool {
        guard parents.count <= Self.parentLimit, parents.allSatisfy({ 0 <= $0 && $0 < Int32(count) }),
            numbered.append(id)
        else { return false }
        self.parents.append(parents)
        self.traits.append(traits)
        return true
    }

    /// Some of the commits, all their parents among them, numbered anew in the same order.
    func part(_ numbers: [Int]) -> (ids: NumberedIDs, parents: CommitGraph.ParentLists) {
        var ids = NumberedIDs(capacity: numbers.count)
        var renumbered = [Int32](repeating: 0, count: count)
        var parents = CommitGraph.ParentLists()
        for (number, old) in numbers.enumerated() {
            renumbered[old] = Int32(number)
            ids.append(self.ids[old])
            parents.append(self.parents[old].map { renumbered[Int($0)] }[...])
        }
        return (ids, parents)
    }

    /// What these numbers reach, themselves included, in their order: numbers of commits.
    func reachable(from tips: [Int]) -> [Int] {
        var isSeen = [Bool](repeating: false, count: count)
        for tip in tips { isSeen[tip] = true }
        // Children have higher numbers than their parents.
        for number in stride(from: count - 1, through: 0, by: -1) where isSeen[number] {
            for parent in parents[number] { isSeen[Int(parent)] = true }
        }
        return isSeen.indices.filter { isSeen[$0] }
    }
}
