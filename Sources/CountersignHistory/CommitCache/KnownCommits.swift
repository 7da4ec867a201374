internal import CountersignObjects
internal import CountersignVerifier

/// What commits say that never changes, read in an earlier run: their parents, and whether there is more to say of them.
struct KnownCommits {
    /// What was found in a commit's own bytes.
    struct Traits: OptionSet {
        let rawValue: UInt8
        /// There is something about it that a verdict could rest on, besides who wrote it.
        static let remarkable = Traits(rawValue: 1)
        /// It carries a marker.
        static let flagged = Traits(rawValue: 2)
    }

    /// The commits, each parent before its children.
    private(set) var ids: [ObjectID] = []
    private(set) var parents = CommitGraph.ParentLists()
    private(set) var traits: [Traits] = []
    private var numbers: [ObjectID: Int32] = [:]

    var count: Int { ids.count }

    /// A commit's number; nil for one that is not known.
    func number(of id: ObjectID) -> Int? { numbers[id].map(Int.init) }

    /// So many parents fit into the byte that counts them.
    private static let parentLimit = 255

    /// Adds a commit whose parents are known; false, and nothing is added, where one is not.
    mutating func append(_ id: ObjectID, parents: some Collection<Int32>, _ traits: Traits) -> Bool {
        guard numbers[id] == nil, parents.count <= Self.parentLimit,
            parents.allSatisfy({ (0..<Int32(count)).contains($0) })
        else { return false }
        numbers[id] = Int32(count)
        ids.append(id)
        self.parents.append(parents)
        self.traits.append(traits)
        return true
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
