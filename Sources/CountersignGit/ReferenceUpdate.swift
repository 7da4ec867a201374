internal import Clibgit2
public import CountersignObjects

extension Repository {
    /// Moves a reference to `new` if, and only if, it still holds `expected` (nil: it does not exist yet).
    ///
    /// The log message goes into the reference's log. Throws `GitError.referenceMoved` when another process was
    /// faster or holds the lock (read again and retry), `.invalidReferenceName`, `.readOnly`, `.diskFull`, `.libgit2`.
    public func compareAndSwap(
        reference name: String, expected: ObjectID?, new: ObjectID, logMessage: String
    ) throws(GitError) {
        guard !name.utf8.contains(0) else { throw .invalidReferenceName(name) }
        var newOID = new.oid
        var reference: OpaquePointer?
        let code: Int32
        if let expected {
            var expectedOID = expected.oid
            code = git_reference_create_matching(
                &reference, handle.pointer, name, &newOID, 1, &expectedOID, logMessage)
        } else {
            code = git_reference_create_matching(&reference, handle.pointer, name, &newOID, 0, nil, logMessage)
        }
        git_reference_free(reference)
        if code != 0 { throw try swapFailure(code, name, expected) }
    }

    private func swapFailure(_ code: Int32, _ name: String, _ expected: ObjectID?) throws(GitError) -> GitError {
        let error = LibGit2.failure(code, doing: "moving reference '\(name)'")
        switch git_error_code(code) {
        case GIT_ELOCKED: return .referenceMoved(name, locked: true)
        case GIT_EMODIFIED, GIT_ENOTFOUND: return .referenceMoved(name, locked: false)
        case GIT_EEXISTS:
            // Also said where a reference `a` stands in the way of `a/b`: trying again would never help.
            return try reference(name) == nil && expected == nil ? error : .referenceMoved(name, locked: false)
        case GIT_EINVALIDSPEC: return .invalidReferenceName(name)
        default: return error
        }
    }

    /// Whether `ancestor` is `commit` or is reached from it.
    ///
    /// Throws `GitError.missingObject` and `.libgit2`.
    public func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) throws(GitError) -> Bool {
        if ancestor == commit { return true }
        var (descendant, base) = (commit.oid, ancestor.oid)
        let code = git_graph_descendant_of(handle.pointer, &descendant, &base)
        return try LibGit2.check(code, doing: "comparing \(ancestor) and \(commit)") == 1
    }
}
