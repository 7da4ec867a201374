internal import Clibgit2
public import CountersignObjects

extension Repository {
    /// Whether a commit has another in its history; a commit has itself.
    ///
    /// An ancestor that is not in the repository at all is in nobody's history here. Throws `GitError`.
    public func descends(_ commit: ObjectID, from ancestor: ObjectID) throws(GitError) -> Bool {
        if commit == ancestor { return true }
        guard try objectKind(ancestor) != nil else { return false }
        var (descendant, forebear) = (commit.oid, ancestor.oid)
        let code = git_graph_descendant_of(handle.pointer, &descendant, &forebear)
        guard code >= 0 else { throw LibGit2.failure(code, doing: "looking for \(ancestor) in a history") }
        return code == 1
    }
}
