internal import CountersignObjects

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Repository {
    /// Whether every reference below `refs/` is sure to hold an id: none is symbolic, or a link to another one's file.
    ///
    /// False in a linked work tree, and wherever a file can't be read or holds anything else. Those that are packed hold
    /// ids only. Source: gitrepository-layout(5), git-pack-refs(1).
    ///
    /// Throws `GitError.system`.
    public func holdsOnlyPlainReferences() throws(GitError) -> Bool {
        guard gitDirectory == commonDirectory else { return false }
        let directory = commonDirectory + "/refs"
        return try DirectoryListing.files(below: directory).allSatisfy { name in
            name.suffix(5).elementsEqual(".lock".utf8)
                || ReferenceFile.startsWithID(Array(directory.utf8) + [UInt8(ascii: "/")] + name)
        }
    }
}

/// The file of a reference that is not packed.
private enum ReferenceFile {
    /// Whether it is a regular file, no link, that begins with an object's id in hex.
    static func startsWithID(_ path: [UInt8]) -> Bool {
        let file = DirectoryListing.withCString(path) { open($0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) }
        guard file >= 0 else { return false }
        defer { close(file) }
        var start = [UInt8](repeating: 0, count: ObjectID.byteCount * 2)
        guard read(file, &start, start.count) == start.count else { return false }
        return ObjectID(hex: String(decoding: start, as: UTF8.self)) != nil
    }
}
