internal import CountersignGit
internal import CountersignObjects
internal import CountersignVerifier

/// What has to be asked about a merge, or what its trees tell at once.
struct MergeQuestions: Sendable {
    let graph: CommitGraph
    let shallowBoundary: Set<ObjectID>

    /// The question about one merge, from what the repository holds.
    ///
    /// Throws `GitError` and `CommitParseError`.
    func question(_ merge: ObjectID, in repository: Repository) throws -> CleanMerges.Question {
        let sides = try sides(of: merge, in: repository)
        guard sides.parents.count == 2, let ours = sides.parents.first, let theirs = sides.parents.last else {
            return .settled(.different(engine: "its number of parents"))
        }
        let base = onlyMergeBase(ours, theirs)
        if let base, try isPlain(sides.tree, base: base, ours: ours, theirs: theirs, in: repository) {
            return .settled(.clean(engine: PlainMerge.engine))
        }
        return .ofGit(CleanMerges.Merge(tree: sides.tree, sides: .init(ours: ours, theirs: theirs, base: base)))
    }

    /// The only merge base of two commits; nil where there are several or none, or not all is there.
    private func onlyMergeBase(_ ours: ObjectID, _ theirs: ObjectID) -> ObjectID? {
        guard let ourPosition = graph.position(of: ours), let theirPosition = graph.position(of: theirs),
            shallowBoundary.isEmpty
        else { return nil }
        let bases = graph.mergeBases(ourPosition, theirPosition)
        return bases.count == 1 ? bases.first.map { graph.ids[$0] } : nil
    }

    private func isPlain(
        _ merge: ObjectID, base: ObjectID, ours: ObjectID, theirs: ObjectID, in repository: Repository
    ) throws -> Bool {
        func tree(_ commit: ObjectID) throws -> ObjectID { try sides(of: commit, in: repository).tree }
        let (base, ours, theirs) = (try tree(base), try tree(ours), try tree(theirs))
        return try PlainMerge.confirms(
            ours: try repository.changes(from: base, to: ours), theirs: try repository.changes(from: base, to: theirs),
            merge: try repository.changes(from: ours, to: merge))
    }

    private func sides(
        of commit: ObjectID, in repository: Repository
    ) throws -> (tree: ObjectID, parents: [ObjectID]) {
        try repository.commitBytes(commit) { bytes in
            let object = try CommitObject.parse(id: commit, bytes: bytes)
            return (object.tree, object.parents)
        }
    }
}
