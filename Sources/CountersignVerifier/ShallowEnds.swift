internal import CountersignObjects

/// What a shallow clone can't answer is an error: history that was cut off is never taken for history that is not there.
extension Verifier {
    /// Where the root stands on a line of first parents.
    func start(
        of root: ObjectID, on line: [CommitGraph.Position], tip: ObjectID
    ) throws(VerifierError) -> Int {
        if let start = history.graph.position(of: root).flatMap({ line.firstIndex(of: $0) }) { return start }
        if let oldest = line.first { try requireParents(of: oldest) }
        throw .rootNotOnFirstParents(root: root, tip: tip)
    }

    /// Refuses a commit whose parents the clone lacks: they may be among what is to be judged, and nobody has seen them.
    func requireParents(of commit: CommitGraph.Position) throws(VerifierError) {
        guard history.shallowBoundary.contains(id(commit)) else { return }
        throw .cutOff(id(commit))
    }
}
