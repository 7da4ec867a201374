internal import Clibgit2
import CountersignObjects

/// Commits with the trees of others and no history but a common parent, for a merge of them: what that gives rests on
/// three trees only.
///
/// To find the merge base of tips that are far apart, git reads every commit between them, which can take it a second.
/// Whoever knows the base spares it that.
enum StandInCommits {
    /// The merges with stand-ins in their commits' place, written into an object directory of their own; the others'
    /// objects are read from `directories`.
    ///
    /// What can't be written or read here, git is asked about as it stands, as where the base is not known.
    static func replacing(
        _ merges: [MergeTreeCommand.Sides], in scratch: String, reading directories: [String]
    ) -> [MergeTreeCommand.Sides] {
        guard merges.contains(where: { $0.base != nil }),
            let objects = try? ObjectDatabase.open(writable: scratch, alternates: directories)
        else { return merges }
        return merges.map { (try? standIns(for: $0, objects)) ?? $0 }
    }

    private static func standIns(
        for merge: MergeTreeCommand.Sides, _ objects: borrowing Handle
    ) throws(GitError) -> MergeTreeCommand.Sides? {
        guard let base = merge.base else { return nil }
        let root = try write(tree: try tree(of: base, objects), parent: nil, objects)
        return MergeTreeCommand.Sides(
            ours: try write(tree: try tree(of: merge.ours, objects), parent: root, objects),
            theirs: try write(tree: try tree(of: merge.theirs, objects), parent: root, objects), base: root)
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

    private static func write(
        tree: ObjectID, parent: ObjectID?, _ objects: borrowing Handle
    ) throws(GitError) -> ObjectID {
        let who = "countersign <countersign@invalid> 0 +0000"
        let header = "tree \(tree)\n" + (parent.map { "parent \($0)\n" } ?? "")
        let bytes = Array("\(header)author \(who)\ncommitter \(who)\n\n".utf8)
        return try ObjectDatabase.write(bytes, .commit, to: objects)
    }
}
