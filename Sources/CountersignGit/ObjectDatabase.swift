internal import Clibgit2
import CountersignObjects

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Object databases that are put together by hand.
enum ObjectDatabase {
    /// Reads from all directories and those that their `info/alternates` name; writes to the writable one.
    static func open(writable: String, alternates: [String]) throws(GitError) -> Handle {
        let objects = try Handle(
            doing: "opening '\(writable)'", release: { git_odb_free($0) }, create: { git_odb_open(&$0, writable) })
        try add(alternates.filter { $0 != writable }, to: objects)
        return objects
    }

    /// Has packs looked into first that no other handle shares, unless it has the same number.
    ///
    /// All handles that spell a pack's path alike share its lock, which libgit2 holds while it searches the index: of
    /// two threads one mostly waits. So each spells it in a way of its own. What is not in these packs is found as ever.
    ///
    /// Each handle then opens each pack for itself: where that would be too many of the files that a process may have
    /// open, nothing is done, and the answer is false.
    static func readPacksApart(
        of directories: [String], as number: Int, in objects: borrowing Handle, fileLimit: Int = Self.fileLimit
    ) throws(GitError) -> Bool {
        let packs = try ObjectDirectories.packs(of: directories).count
        guard packs * Repository.cores <= fileLimit / 2 else { return false }
        for directory in directories {
            let path = directory + String(repeating: "/.", count: number)
            var packs: UnsafeMutablePointer<git_odb_backend>?
            try LibGit2.check(git_odb_backend_pack(&packs, path), doing: "opening '\(directory)'")
            try add(packs, priority: beforeAllOthers, to: objects)
        }
        return true
    }

    /// How many files this process may have open.
    private static var fileLimit: Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let code = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
            let code = getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return code == 0 ? Int(clamping: limit.rlim_cur) : 0
    }

    /// libgit2 itself gives its backends 1 and 2.
    private static let beforeAllOthers: Int32 = 3

    /// Adds a backend, which is freed with the database; it is looked into before those of lower priority.
    static func add(
        _ backend: UnsafeMutablePointer<git_odb_backend>?, priority: Int32, to objects: borrowing Handle
    ) throws(GitError) {
        let code = git_odb_add_backend(objects.pointer, backend, priority)
        if code < 0 { backend?.pointee.free?(backend) }
        try LibGit2.check(code, doing: "adding to an object database")
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
