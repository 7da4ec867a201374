/// Which commits have a flagged commit in their history, so that most merges are known to bring in none at once.
public final class FlaggedAncestry {
    private let graph: CommitGraph
    private let flagged: CommitSet
    private let below: CommitSet
    private var known: KnownAnswers

    /// Takes the flagged commits of the graph.
    public init(graph: CommitGraph, flagged: CommitSet) {
        self.graph = graph
        self.flagged = flagged
        var below = CommitSet(capacity: graph.count)
        for position in 0..<graph.count {
            let has = flagged.contains(position) || graph.hasParent(of: position) { below.contains($0) }
            if has { _ = below.insert(position) }
        }
        self.below = below
        known = KnownAnswers(capacity: graph.count)
    }

    /// The flagged commits that a merge brings in besides its first parent's history.
    func flaggedBroughtIn(by merge: CommitGraph.Position) -> [CommitGraph.Position] {
        graph.broughtIn(by: merge, among: below).filter { flagged.contains($0) }
    }

    /// The merges that a merge brings in and that may be flagged for what they brought in themselves.
    func suspectMergesBroughtIn(by merge: CommitGraph.Position) -> [CommitGraph.Position] {
        merges(among: graph.broughtIn(by: merge, among: below)).filter { mayBringInFlagged($0) }
    }

    /// Whether a merge brings in a flagged commit, or a merge that may be flagged for what it brought in.
    ///
    /// Merges nest as deep as anyone cares to push, so this goes without recursion.
    func mayBringInFlagged(_ merge: CommitGraph.Position) -> Bool {
        var stack: [(merge: CommitGraph.Position, merges: ArraySlice<CommitGraph.Position>?)] = [(merge, nil)]
        while let (current, merges) = stack.popLast() {
            guard known[current] == nil else { continue }
            guard var left = merges ?? firstLook(at: current) else { continue }
            left = left.drop { known[$0] == false }
            switch left.first {
            case nil: known[current] = false
            case let next? where known[next] == true: known[current] = true
            case let next?: stack += [(current, left), (next, nil)]
            }
        }
        return known[merge] ?? true
    }

    /// The merges that a merge brings in; nil when it is settled without them.
    private func firstLook(at merge: CommitGraph.Position) -> ArraySlice<CommitGraph.Position>? {
        let brought = graph.broughtIn(by: merge, among: below)
        if brought.contains(where: { flagged.contains($0) }) {
            known[merge] = true
            return nil
        }
        return merges(among: brought)[...]
    }

    private func merges(among commits: [CommitGraph.Position]) -> [CommitGraph.Position] {
        commits.filter { graph.parentCount(of: $0) > 1 }
    }
}

/// Answers to a question about commits, so far as it was asked.
private struct KnownAnswers {
    private var yes: CommitSet
    private var no: CommitSet

    init(capacity: Int) {
        (yes, no) = (CommitSet(capacity: capacity), CommitSet(capacity: capacity))
    }

    /// The answer about a commit; nil where it is not known.
    subscript(_ position: CommitGraph.Position) -> Bool? {
        get { yes.contains(position) ? true : no.contains(position) ? false : nil }
        set {
            if newValue == true { _ = yes.insert(position) }
            if newValue == false { _ = no.insert(position) }
        }
    }
}
