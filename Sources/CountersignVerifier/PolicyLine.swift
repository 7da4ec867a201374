/// What was in force after each commit of a line of first parents: kept where it changed, which it seldom does.
struct PolicyLine {
    private var commits: CommitSet
    private var changes: [(position: CommitGraph.Position, inForce: PolicyInForce)] = []

    /// An empty line of commits below `capacity`.
    init(capacity: Int) {
        commits = CommitSet(capacity: capacity)
    }

    /// The first commit of the line.
    var oldest: (position: CommitGraph.Position, inForce: PolicyInForce)? { changes.first }

    /// What was in force after the last commit of the line.
    var newest: PolicyInForce? { changes.last?.inForce }

    /// Adds a commit, which must stand after all that are there.
    mutating func append(_ position: CommitGraph.Position, _ inForce: PolicyInForce) {
        _ = commits.insert(position)
        if changes.isEmpty || inForce.tree != newest?.tree {
            changes.append((position, inForce))
        }
    }

    /// Whether the commit is on the line.
    func contains(_ position: CommitGraph.Position) -> Bool { commits.contains(position) }

    /// What was in force after a commit of the line; nil for any other.
    func inForce(after position: CommitGraph.Position) -> PolicyInForce? {
        guard contains(position) else { return nil }
        return changes[..<changes.partitionPoint { $0.position > position }].last?.inForce
    }
}
