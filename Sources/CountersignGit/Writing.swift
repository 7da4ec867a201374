internal import Clibgit2
public import CountersignObjects

/// What is stored here is on disk, synced, when the call returns; no reference is moved.
extension Repository {
    /// Stores a blob.
    ///
    /// Throws `GitError.readOnly`, `.diskFull` and `.libgit2`.
    public func writeBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
        try write(bytes, .blob)
    }

    /// Stores a tree of these entries, in any order.
    ///
    /// Throws `GitError.invalidObject` for names that are empty, double or hold `/` or NUL, `.readOnly`, `.diskFull`.
    public func writeTree(_ entries: [TreeEntry]) throws(GitError) -> ObjectID {
        try write(try TreeWriter.bytes(of: entries), .tree)
    }

    /// Stores a commit of a tree that is there.
    ///
    /// Throws `GitError.missingObject`, `.wrongType`, `.invalidObject` for a NUL in the message, `.readOnly`,
    /// `.diskFull`.
    public func writeCommit(
        tree: ObjectID, parents: [ObjectID], author: Identity, committer: Identity, message: String
    ) throws(GitError) -> ObjectID {
        try require(tree, .tree)
        for parent in parents { try require(parent, .commit) }
        guard !message.utf8.contains(0) else { throw .invalidObject("a message with a NUL") }
        var text = "tree \(tree)\n"
        for parent in parents { text += "parent \(parent)\n" }
        text += "author \(author.header)\ncommitter \(committer.header)\n\n\(message)"
        if !text.hasSuffix("\n") { text += "\n" }
        return try write(Array(text.utf8), .commit)
    }

    private func write(_ bytes: [UInt8], _ kind: ObjectKind) throws(GitError) -> ObjectID {
        try ObjectDatabase.write(bytes, kind, to: objects)
    }
}

/// A tree object's bytes.
enum TreeWriter {
    static func bytes(of entries: [TreeEntry]) throws(GitError) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in try sorted(entries) {
            bytes += String(entry.mode, radix: 8).utf8
            bytes.append(UInt8(ascii: " "))
            bytes += entry.name
            bytes.append(0)
            bytes += entry.id.bytes
        }
        return bytes
    }

    private static func sorted(_ entries: [TreeEntry]) throws(GitError) -> [TreeEntry] {
        var names: Set<[UInt8]> = []
        for entry in entries {
            guard !entry.name.isEmpty, !entry.name.contains(0), !entry.name.contains(UInt8(ascii: "/")) else {
                throw .invalidObject("a tree entry with an invalid name")
            }
            guard names.insert(entry.name).inserted else { throw .invalidObject("a tree with a name given twice") }
        }
        return entries.sorted { TreeOrder.compare($0, $1) < 0 }
    }
}
