internal import CountersignObjects
internal import CountersignVerifier

/// The trees of the commits that were read in this run, so that nobody reads a commit again for its tree alone.
struct CommitTrees: Sendable {
    private var trees: [ObjectID] = []
    /// Where each commit's is, by its position in the graph; -1 for one that was not read.
    private var places: [Int32] = []

    /// Knows no tree.
    init() {}

    /// Knows the trees of some of a graph's commits, each at the place of its commit's number among `numbers`.
    init(_ trees: [ObjectID], of numbers: [Int32], in met: NumberedIDs, _ graph: CommitGraph) {
        self.trees = trees
        places = [Int32](repeating: -1, count: graph.count)
        for (place, number) in numbers.enumerated() {
            if let position = graph.position(of: met.ids[Int(number)]) { places[position] = Int32(place) }
        }
    }

    /// A commit's tree; nil for one that was not read.
    subscript(_ position: CommitGraph.Position) -> ObjectID? {
        guard places.indices.contains(position), places[position] >= 0 else { return nil }
        return trees[Int(places[position])]
    }
}
