internal import Clibgit2
import CountersignObjects

/// Commits with the trees of others and no history but a common parent, for a merge of them: what that gives rests on
/// three trees only.
///
/// To find the merge base of tips that are far apart, git reads every commit between them, which can take it a second.
/// Whoever knows the base spares it that.
enum StandInCommits {
    /// The merges with stand-ins in their commits' place, written as a pack into an object directory of their own; the
    /// commits are read from `directories`.
    ///
    /// What can't be written or read here, git is asked about as it stands, as where the base is not known.
    static func replacing(
        _ merges: [MergeTreeCommand.Sides], in scratch: String, reading directories: [String]
    ) -> [MergeTreeCommand.Sides] {
        guard merges.contains(where: { $0.base != nil }) else { return merges }
        do throws(GitError) {
            let objects = try ObjectDatabase.open(writable: scratch, alternates: directories)
            let pack = try NewPack()
            let replaced = merges.map { (try? standIns(for: $0, objects, in: pack)) ?? $0 }
            try pack.write(into: scratch)
            return replaced
        } catch {
            return merges
        }
    }

    private static func standIns(
        for merge: MergeTreeCommand.Sides, _ objects: borrowing Handle, in pack: NewPack
    ) throws(GitError) -> MergeTreeCommand.Sides? {
        guard let base = merge.base else { return nil }
        let root = try add(tree: try tree(of: base, objects), parent: nil, to: pack)
        return MergeTreeCommand.Sides(
            ours: try add(tree: try tree(of: merge.ours, objects), parent: root, to: pack),
            theirs: try add(tree: try tree(of: merge.theirs, objects), parent: root, to: pack), base: root)
    }

    private static func tree(of commit: ObjectID, _ objects: borrowing Handle) throws(GitError) -> ObjectID {
        let pointer = objects.pointer
        var oid = commit.oid
        let object = try Handle(
            doing: "reading object \(commit)", release: { git_odb_object_free($0) },
            create: { git_odb_read(&$0, pointer, &oid) })
        let bytes = UnsafeRawBufferPointer(
            start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer))
        do throws(CommitParseError) {
            return try CommitObject.parse(id: commit, bytes: bytes).tree
        } catch {
            throw .corruptObject(commit, "\(error)")
        }
    }

    private static func add(
        tree: ObjectID, parent: ObjectID?, to pack: NewPack
    ) throws(GitError) -> ObjectID {
        let who = "countersign <countersign@invalid> 0 +0000"
        let header = "tree \(tree)\n" + (parent.map { "parent \($0)\n" } ?? "")
        return try pack.add(Array("\(header)author \(who)\ncommitter \(who)\n\n".utf8), .commit)
    }
}
