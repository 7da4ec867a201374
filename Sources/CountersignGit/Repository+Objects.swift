internal import Clibgit2
public import CountersignObjects

extension Repository {
    /// Hands a commit's raw bytes, exactly as they hash to its name, to `body`; they are valid only within it.
    ///
    /// Throws `GitError.missingObject`, `.wrongType` or `.corruptObject`, and what `body` throws.
    public func commitBytes<R>(_ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
        let object = try RawObject(id, .commit, from: self)
        return try withExtendedLifetime(object) { try body(object.bytes) }
    }

    /// The contents of a blob of at most `limit` bytes.
    ///
    /// Throws `GitError.missingObject`, `.wrongType`, `.corruptObject` or `.tooLarge`; too large a blob is not read.
    public func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8] {
        guard let header = try header(of: id) else { throw .missingObject(id, shallow: isShallow) }
        guard header.kind == .blob else { throw .wrongType(id, expected: .blob, found: header.kind) }
        guard header.size <= limit else { throw .tooLarge(id, limit: limit) }
        let object = try RawObject(id, .blob, from: self)
        return withExtendedLifetime(object) { Array(object.bytes) }
    }

    /// What an object is; nil when it is not there.
    ///
    /// Throws `GitError.corruptObject` where that can't be read.
    public func objectKind(_ id: ObjectID) throws(GitError) -> ObjectKind? {
        try header(of: id)?.kind
    }

    /// Makes sure that an object of this kind is there, without reading it.
    ///
    /// Throws `GitError.missingObject`, `.wrongType` or `.corruptObject`.
    public func require(_ id: ObjectID, _ kind: ObjectKind) throws(GitError) {
        guard let found = try objectKind(id) else { throw .missingObject(id, shallow: isShallow) }
        guard found == kind else { throw .wrongType(id, expected: kind, found: found) }
    }

    /// The entries of a tree in git's order.
    ///
    /// Throws `GitError.missingObject`, `.wrongType` or `.corruptObject`.
    public func tree(_ id: ObjectID) throws(GitError) -> [TreeEntry] {
        try read(tree: id).entries
    }

    /// The same; nil for a tree that git would write in other words, and so under another id.
    ///
    /// Throws as ``tree(_:)``.
    public func treeAsWritten(_ id: ObjectID) throws(GitError) -> [TreeEntry]? {
        let (entries, hasGitsModes) = try read(tree: id)
        return hasGitsModes ? entries : nil
    }

    private func read(tree: ObjectID) throws(GitError) -> (entries: [TreeEntry], hasGitsModes: Bool) {
        var cursor = try TreeCursor(try RawObject(tree, .tree, from: self))
        var entries: [TreeEntry] = []
        while !cursor.isAtEnd {
            entries.append(TreeEntry(name: Array(cursor.name), mode: cursor.mode, id: cursor.id))
            try cursor.advance()
        }
        return (entries, cursor.hasGitsModes)
    }

    /// The entries of a tree whose names differ from a name in the case of ASCII letters at most, in git's order.
    ///
    /// Throws as ``tree(_:)``.
    public func entries(of tree: ObjectID, spelledLike name: String) throws(GitError) -> [TreeEntry] {
        let wanted = Array(name.utf8)
        var cursor = try TreeCursor(try RawObject(tree, .tree, from: self))
        var found: [TreeEntry] = []
        while !cursor.isAtEnd {
            let name = cursor.name
            if name.count == wanted.count, zip(name, wanted).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
                found.append(TreeEntry(name: Array(name), mode: cursor.mode, id: cursor.id))
            }
            try cursor.advance()
        }
        return found
    }

    /// The entry at a path with `/` between directories; nil when the tree has none there.
    ///
    /// Throws `GitError.missingObject`, `.wrongType` or `.corruptObject`.
    public func entry(_ path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
        var directory = tree
        var names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
        while let name = names.popFirst() {
            guard let entry = try self.tree(directory).first(where: { $0.name.elementsEqual(name) }) else { return nil }
            if names.isEmpty { return entry }
            guard entry.isDirectory else { return nil }
            directory = entry.id
        }
        return nil
    }

    func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int)? {
        var oid = id.oid
        var size = 0
        var type = GIT_OBJECT_INVALID
        let code = git_odb_read_header(&size, &type, objects.pointer, &oid)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        guard code == 0 else { throw RawObject.failure(code, id, self) }
        guard let kind = ObjectKind(type) else { throw .corruptObject(id, "unknown object type") }
        return (kind, size)
    }
}
