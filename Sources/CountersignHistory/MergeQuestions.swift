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
        let commit = try repository.commitBytes(merge) { try CommitObject.parse(id: merge, bytes: $0) }
        guard commit.parents.count == 2, let ours = commit.parents.first, let theirs = commit.parents.last else {
            return .settled(.different(engine: "its number of parents"))
        }
        let base = onlyMergeBase(ours, theirs)
        if let base, try isPlain(commit.tree, base: base, ours: ours, theirs: theirs, in: repository) {
            return .settled(.clean(engine: PlainMerge.engine))
        }
        return .ofGit(CleanMerges.Merge(tree: commit.tree, sides: .init(ours: ours, theirs: theirs, base: base)))
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
        let (base, ours, theirs) = (
            try repository.treeOfCommit(base), try repository.treeOfCommit(ours), try repository.treeOfCommit(theirs)
        )
        return try PlainMerge.confirms(
            ours: try repository.changes(from: base, to: ours), theirs: try repository.changes(from: base, to: theirs),
            merge: try repository.changes(from: ours, to: merge))
    }
}
