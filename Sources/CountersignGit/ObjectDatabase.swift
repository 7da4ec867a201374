internal import Clibgit2
import CountersignObjects

/// Object databases that are put together by hand.
enum ObjectDatabase {
    /// Reads from all directories and those that their `info/alternates` name; writes to the writable one.
    static func open(writable: String, alternates: [String]) throws(GitError) -> Handle {
        let objects = try Handle(
            doing: "opening '\(writable)'", release: { git_odb_free($0) }, create: { git_odb_open(&$0, writable) })
        try add(alternates.filter { $0 != writable }, to: objects)
        return objects
    }

    /// Stores an object and gives its id.
    static func write(
        _ bytes: [UInt8], _ kind: ObjectKind, to objects: borrowing Handle
    ) throws(GitError) -> ObjectID {
        let pointer = objects.pointer
        var oid = git_oid()
        let code = bytes.withUnsafeBytes {
            git_odb_write(&oid, pointer, $0.baseAddress, $0.count, kind.libgit2Type)
        }
        try LibGit2.check(code, doing: "storing a \(kind.rawValue)")
        return ObjectID(oid)
    }

    private static func add(_ directories: [String], to objects: borrowing Handle) throws(GitError) {
        for directory in directories {
            try LibGit2.check(
                git_odb_add_disk_alternate(objects.pointer, directory), doing: "opening '\(directory)'")
        }
    }
}
