internal import Clibgit2
import CountersignObjects

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Objects that are written together, as one pack.
///
/// Each loose object would wait for the disk, twice.
final class NewPack {
    private let objects: Handle
    private var ids: [ObjectID] = []

    /// Starts with no object.
    init() throws(GitError) {
        objects = try Handle(
            doing: "making an object database", release: { git_odb_free($0) }, create: { git_odb_new(&$0) })
        var memory: UnsafeMutablePointer<git_odb_backend>?
        try LibGit2.check(git_mempack_new(&memory), doing: "making an object database")
        try ObjectDatabase.add(memory, priority: 1, to: objects)
    }

    /// Adds an object and gives its id.
    func add(_ bytes: [UInt8], _ kind: ObjectKind) throws(GitError) -> ObjectID {
        let id = try ObjectDatabase.write(bytes, kind, to: objects)
        ids.append(id)
        return id
    }

    /// Writes the pack and its index into an object directory.
    func write(into objectDirectory: String) throws(GitError) {
        let directory = objectDirectory + "/pack"
        let doing = "writing a pack into '\(directory)'"
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw .system(errno: errno, path: directory, doing: "making")
        }
        let objects = objects.pointer
        let repository = try Handle(
            doing: doing, release: { git_repository_free($0) }, create: { git_repository_wrap_odb(&$0, objects) }
        )
        let wrapped = repository.pointer
        let pack = try Handle(
            doing: doing, release: { git_packbuilder_free($0) }, create: { git_packbuilder_new(&$0, wrapped) })
        for id in ids {
            var oid = id.oid
            try LibGit2.check(git_packbuilder_insert(pack.pointer, &oid, nil), doing: doing)
        }
        try LibGit2.check(git_packbuilder_write(pack.pointer, directory, 0, nil, nil), doing: doing)
    }
}
