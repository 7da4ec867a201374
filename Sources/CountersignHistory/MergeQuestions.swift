internal import CountersignGit
internal import CountersignObjects
internal import CountersignVerifier

/// What has to be asked about a merge, or what its trees tell at once.
struct MergeQuestions: Sendable {
    let graph: CommitGraph
    let shallowBoundary: Set<ObjectID>
    /// So many entries of trees are looked at for one merge.
    var limit = 8_000_000

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
        let trees = PlainMerge.Trees(
            base: try repository.treeOfCommit(base), ours: try repository.treeOfCommit(ours),
            theirs: try repository.treeOfCommit(theirs), merge: merge)
        var entries = 0
        return try PlainMerge.confirms(trees) { tree in
            guard let found = try repository.treeAsWritten(tree) else { return nil }
            entries += found.count
            // Who can push five small trees could otherwise have it go through billions of directories.
            guard entries <= limit else { throw GitError.tooManyEntries(tree, limit: limit) }
            return found
        }
    }
}
