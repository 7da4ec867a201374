internal import Clibgit2
public import CountersignObjects

extension Repository {
    /// The commit that a revision names, in any of git's ways (`gitrevisions(7)`); annotated tags are followed.
    ///
    /// A name that stands for several things is none: git would take one of them.
    ///
    /// Throws `GitError.unknownRevision`, `.ambiguousRevision`, `.missingObject` (the name is known, the object is not
    /// there), `.wrongType` (a tree or blob) or `.corruptObject`.
    public func resolveCommit(_ revision: String) throws(GitError) -> ObjectID {
        switch try peel(try resolve(revision)) {
        case .commit(let id): return id
        case .other(let id, let kind): throw .wrongType(id, expected: .commit, found: kind)
        }
    }

    private func resolve(_ revision: String) throws(GitError) -> ObjectID {
        // A NUL would end the text early, and so name something else.
        guard !revision.isEmpty, !revision.utf8.contains(0) else { throw .unknownRevision(revision) }
        try requireOneMeaning(revision)
        var object: OpaquePointer?
        let code = git_revparse_single(&object, handle.pointer, revision)
        guard code == 0, let object else { throw try failure(code, revision) }
        defer { git_object_free(object) }
        guard let oid = git_object_id(object) else { throw .unknownRevision(revision) }
        return ObjectID(oid.pointee)
    }

    private func failure(_ code: Int32, _ revision: String) throws(GitError) -> GitError {
        let error = LibGit2.failure(code, doing: "resolving '\(revision)'")
        switch git_error_code(code) {
        case GIT_EAMBIGUOUS: return .ambiguousRevision(revision)
        case GIT_ENOTFOUND, GIT_EINVALIDSPEC:
            if let id = try target(ofName: revision), try objectKind(id) == nil {
                return .missingObject(id, shallow: isShallow)
            }
            return .unknownRevision(revision)
        default: return error
        }
    }

    /// The id that the text is, or that a reference of this short name holds.
    private func target(ofName text: String) throws(GitError) -> ObjectID? {
        if let id = ObjectID(hex: text) { return id }
        var reference: OpaquePointer?
        guard git_reference_dwim(&reference, handle.pointer, text) == 0, let reference else { return nil }
        defer { git_reference_free(reference) }
        return git_reference_target(reference).map { ObjectID($0.pointee) }
    }
}
