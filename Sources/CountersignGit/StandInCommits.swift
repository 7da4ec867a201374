internal import Clibgit2
import CountersignObjects

/// Commits with the trees of others and no history but a common parent, for a merge of them: what that gives rests on
/// three trees only.
///
/// To find the merge base of tips that are far apart, git reads every commit between them, which can take it a second.
/// Whoever knows the base spares it that.
struct StandInCommits {
    let ours: ObjectID
    let theirs: ObjectID

    /// Writes them into an object directory of their own; the others' objects are read from `directories`.
    init(
        for ours: ObjectID, and theirs: ObjectID, base: ObjectID, in scratch: String, reading directories: [String]
    ) throws(GitError) {
        let objects = try ObjectDatabase.open(writable: scratch, alternates: directories)
        let root = try Self.write(tree: try Self.tree(of: base, objects), parent: nil, objects)
        self.ours = try Self.write(tree: try Self.tree(of: ours, objects), parent: root, objects)
        self.theirs = try Self.write(tree: try Self.tree(of: theirs, objects), parent: root, objects)
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
