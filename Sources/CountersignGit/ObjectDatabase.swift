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

    /// Reads from all directories; what is written stays in memory and goes with the database.
    static func inMemory(over directories: [String]) throws(GitError) -> Handle {
        let objects = try Handle(
            doing: "making an object database", release: { git_odb_free($0) }, create: { git_odb_new(&$0) })
        var backend: UnsafeMutablePointer<git_odb_backend>?
        try LibGit2.check(git_mempack_new(&backend), doing: "making an object database")
        // The database owns the backend from here on.
        try LibGit2.check(git_odb_add_backend(objects.pointer, backend, 999), doing: "making an object database")
        try add(directories, to: objects)
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
