internal import Clibgit2
public import CountersignObjects

extension Repository {
    /// The tree that libgit2's merge of two commits gives, with its default settings; nil when there is a conflict.
    ///
    /// `base` is their only merge base: whoever has the history at hand finds it faster than libgit2, which walks it
    /// anew for every merge. Nothing is written into the repository, and no attribute of a work tree plays a part. Nil
    /// does not mean that git finds a conflict too: ask `mergeTreeCommand` then. Throws `GitError.missingObject`,
    /// `.wrongType`, `.libgit2`.
    public func cleanMergeTree(
        of ours: ObjectID, and theirs: ObjectID, base: ObjectID
    ) throws(GitError) -> ObjectID? {
        let scratch = try scratchRepository()
        let repository = scratch.pointer
        let ancestor = try Self.tree(of: base, in: scratch, of: self)
        let left = try Self.tree(of: ours, in: scratch, of: self)
        let right = try Self.tree(of: theirs, in: scratch, of: self)
        let (ancestorPointer, leftPointer, rightPointer) = (ancestor.pointer, left.pointer, right.pointer)
        let index = try Handle(
            doing: "merging \(ours) and \(theirs)", release: { git_index_free($0) },
            create: { git_merge_trees(&$0, repository, ancestorPointer, leftPointer, rightPointer, nil) })
        if git_index_has_conflicts(index.pointer) == 1 { return nil }
        var tree = git_oid()
        try LibGit2.check(
            git_index_write_tree_to(&tree, index.pointer, repository), doing: "merging \(ours) and \(theirs)")
        return ObjectID(tree)
    }

    /// A bare handle on the same objects, whose writes stay in memory and whose index is empty.
    private func scratchRepository() throws(GitError) -> Handle {
        let directory = gitDirectory
        let scratch = try Handle(
            doing: "opening '\(directory)'", release: { git_repository_free($0) },
            create: { git_repository_open_bare(&$0, directory) })
        let objects = try ObjectDatabase.inMemory(over: objectDirectories)
        try LibGit2.check(git_repository_set_odb(scratch.pointer, objects.pointer), doing: "preparing a merge")
        let index = try Handle(
            doing: "preparing a merge", release: { git_index_free($0) }, create: { git_index_new(&$0) })
        try LibGit2.check(git_repository_set_index(scratch.pointer, index.pointer), doing: "preparing a merge")
        return scratch
    }

    private static func tree(
        of id: ObjectID, in scratch: borrowing Handle, of repository: Repository
    ) throws(GitError) -> Handle {
        guard let kind = try repository.objectKind(id) else {
            throw .missingObject(id, shallow: repository.isShallow)
        }
        guard kind == .commit else { throw .wrongType(id, expected: .commit, found: kind) }
        let pointer = scratch.pointer
        var oid = id.oid
        let commit = try Handle(
            doing: "reading commit \(id)", release: { git_commit_free($0) },
            create: { git_commit_lookup(&$0, pointer, &oid) })
        let commitPointer = commit.pointer
        return try Handle(
            doing: "reading the tree of commit \(id)", release: { git_tree_free($0) },
            create: { git_commit_tree(&$0, commitPointer) })
    }

    /// The library that ``cleanMergeTree(of:and:base:)`` uses, with its version: `libgit2 1.5.1`.
    public static var libraryVersion: String {
        var (major, minor, revision): (Int32, Int32, Int32) = (0, 0, 0)
        git_libgit2_version(&major, &minor, &revision)
        return "libgit2 \(major).\(minor).\(revision)"
    }

    /// Git's own merge on this repository's objects.
    public var mergeTreeCommand: MergeTreeCommand {
        MergeTreeCommand(gitDirectory: gitDirectory, objectDirectories: objectDirectories)
    }
}
