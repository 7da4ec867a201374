internal import Clibgit2
internal import CountersignObjects

/// Names that stand for more than one thing.
///
/// Git takes the first of them, with a warning that scripts don't see: a tag `main`, or one named like an abbreviated
/// id, would take the place of what was meant. Anybody who may push a tag could make one, so it is refused here.
///
/// Source: gitrevisions(7), "Specifying revisions", the rules of `<refname>`.
extension Repository {
    /// Throws `GitError.ambiguousRevision` where the name that the revision begins with stands for several objects.
    func requireOneMeaning(_ revision: String) throws(GitError) {
        let name = Self.leadingName(revision)
        guard !name.isEmpty, ObjectID(hex: name) == nil else { return }
        var meanings: Set<ObjectID> = []
        for prefix in ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"] {
            if let id = try namedObject(prefix + name) { meanings.insert(id) }
        }
        if let id = try namedObject("refs/remotes/\(name)/HEAD") { meanings.insert(id) }
        if meanings.isEmpty { return }
        if name == "@" || meanings.count > 1 || isAbbreviation(name, ofOtherThan: meanings) {
            throw .ambiguousRevision(name)
        }
    }

    /// What comes before the first `^`, `~`, `:` or `@{`: none of them can be in a reference's name.
    private static func leadingName(_ revision: String) -> String {
        let bytes = Array(revision.utf8)
        let end = bytes.indices.first { index in
            switch bytes[index] {
            case UInt8(ascii: "^"), UInt8(ascii: "~"), UInt8(ascii: ":"): true
            case UInt8(ascii: "@"): bytes[(index + 1)...].first == UInt8(ascii: "{")
            default: false
            }
        }
        return String(decoding: bytes[..<(end ?? bytes.endIndex)], as: UTF8.self)
    }

    /// What a reference holds; nil also where there can be none of that name.
    private func namedObject(_ name: String) throws(GitError) -> ObjectID? {
        do { return try reference(name) } catch .invalidReferenceName { return nil }
    }

    private func isAbbreviation(_ name: String, ofOtherThan known: Set<ObjectID>) -> Bool {
        let digits = name.utf8.count
        guard (Int(GIT_OID_MINPREFIXLEN)...ObjectID.byteCount * 2).contains(digits) else { return false }
        var short = git_oid()
        guard git_oid_fromstrn(&short, name, digits) == 0 else { return false }
        var object: OpaquePointer?
        let code = git_object_lookup_prefix(&object, handle.pointer, &short, digits, GIT_OBJECT_ANY)
        defer { git_object_free(object) }
        guard code == 0, let oid = object.flatMap({ git_object_id($0) }) else {
            return git_error_code(code) == GIT_EAMBIGUOUS
        }
        return !known.contains(ObjectID(oid.pointee))
    }
}
