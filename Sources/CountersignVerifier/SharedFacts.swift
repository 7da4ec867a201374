internal import CountersignMarkers
internal import CountersignObjects

/// What is computed once for a history, whichever policies then judge it.
final class SharedFacts {
    let history: any History
    let checks = SignatureChecks()
    let digests: ChangeDigests
    let landings: Landings
    private let builtIn: FlaggedAncestry
    private var byPolicy: [ObjectID?: FlaggedAncestry] = [:]

    init(history: any History) {
        self.history = history
        digests = ChangeDigests(history: history)
        builtIn = FlaggedAncestry(graph: history.graph, flagged: history.flagged)
        landings = Landings(history: history, digests: digests, flagged: builtIn)
    }

    /// Has the merges recomputed, among these commits, that bring in commits with built-in markers.
    func recomputeAhead(_ positions: [CommitGraph.Position]) async throws {
        let graph = history.graph
        let merges = positions.filter {
            graph.parentCount(of: $0) > 1 && builtIn.mayBringInFlagged($0) && !builtIn.flaggedBroughtIn(by: $0).isEmpty
        }
        try await history.recomputeAhead(merges.map { graph.ids[$0] })
    }

    /// Where flagged commits are, the policy's own markers included.
    ///
    /// These cost a reading of every commit.
    func flaggedAncestry(under inForce: PolicyInForce) throws -> FlaggedAncestry {
        guard let own = OwnMarkers(inForce.policy) else { return builtIn }
        if let known = byPolicy[inForce.tree] { return known }
        var flagged = CommitSet(capacity: history.graph.count)
        for (position, id) in history.graph.ids.enumerated()
        where own.applied(to: try history.facts(of: id)).flagging.state == .ai {
            _ = flagged.insert(position)
        }
        let ancestry = FlaggedAncestry(graph: history.graph, flagged: flagged)
        byPolicy[inForce.tree] = ancestry
        return ancestry
    }
}
