/// Which commits have a flagged commit in their history, so that most merges are known to bring in none at once.
public final class FlaggedAncestry {
    private let graph: CommitGraph
    private let flagged: CommitSet
    private let below: CommitSet

    /// Takes the flagged commits of the graph.
    public init(graph: CommitGraph, flagged: CommitSet) {
        self.graph = graph
        self.flagged = flagged
        var below = CommitSet(capacity: graph.count)
        for position in 0..<graph.count {
            let has = flagged.contains(position) || graph.parents(of: position).contains { below.contains($0) }
            if has { _ = below.insert(position) }
        }
        self.below = below
    }

    /// The flagged commits that a merge brings in besides its first parent's history.
    func flaggedBroughtIn(by merge: CommitGraph.Position) -> [CommitGraph.Position] {
        guard graph.parents(of: merge).dropFirst().contains(where: { below.contains($0) }) else { return [] }
        return graph.broughtIn(by: merge).filter { flagged.contains($0) }
    }

    /// Whether a merge brings in a flagged commit.
    func bringsInFlagged(_ merge: CommitGraph.Position) -> Bool {
        !flaggedBroughtIn(by: merge).isEmpty
    }
}
