internal import CountersignObjects

/// The commits beside the graph that a range may end in: its head was left out or amended, but is still at hand.
struct OutsideHistory {
    private let history: any History
    private var parents: [ObjectID: [ObjectID]?] = [:]

    init(_ history: any History) {
        self.history = history
    }

    /// A commit's history, as far as it lies outside, and where it enters the graph; nil when it is not all there.
    mutating func below(
        _ commit: ObjectID
    ) throws -> (outside: Set<ObjectID>, frontier: Set<CommitGraph.Position>)? {
        var frontier: Set<CommitGraph.Position> = []
        var outside: Set<ObjectID> = []
        var stack = [commit]
        while let next = stack.popLast() {
            if let position = history.graph.position(of: next) {
                frontier.insert(position)
            } else if outside.insert(next).inserted {
                guard let parents = try parents(of: next) else { return nil }
                stack += parents
            }
        }
        return (outside, frontier)
    }

    private mutating func parents(of commit: ObjectID) throws -> [ObjectID]? {
        if let known = parents[commit] { return known }
        let found = try history.isAtHand(commit) ? try history.facts(of: commit).commit.parents : nil
        parents[commit] = .some(found)
        return found
    }
}
