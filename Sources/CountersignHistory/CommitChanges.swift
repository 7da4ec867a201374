internal import CountersignGit
internal import CountersignObjects

extension Repository {
    /// The tree of a commit.
    ///
    /// Throws `GitError` and `CommitParseError`.
    func treeOfCommit(_ commit: ObjectID) throws -> ObjectID {
        try commitBytes(commit) { try CommitObject.parse(id: commit, bytes: $0).tree }
    }

    /// What a commit changes against its first parent.
    ///
    /// - Parameters:
    ///   - commit: the commit.
    ///   - boundary: the commits whose parents a shallow clone lacks.
    ///   - tree: tells the parent's tree.
    /// - Throws: `GitError`, and what `tree` throws.
    func changes(
        of commit: CommitObject, cutOffAt boundary: Set<ObjectID>, _ tree: (ObjectID) throws -> ObjectID
    ) throws -> [TreeChange] {
        let parent = commit.parents.first
        if let parent, boundary.contains(commit.id) { throw GitError.missingObject(parent, shallow: true) }
        return try changes(from: try parent.map(tree), to: commit.tree)
    }
}
