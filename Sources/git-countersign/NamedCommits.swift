import CountersignGit
import CountersignObjects

extension Repository {
    /// The commit that a revision names, as a person wrote it.
    ///
    /// - Throws: `Failure` where the reason is one that a person can mend, else `GitError`.
    func commit(named revision: String) throws -> ObjectID {
        do throws(GitError) {
            return try resolveCommit(revision)
        } catch .unknownRevision(let text) where isShallow {
            throw Failure(
                "unknown revision '\(text)'; this clone is shallow, and it may lie beyond its end",
                advice: "git fetch --unshallow")
        } catch .unknownRevision("HEAD") {
            throw Failure("the current branch has no commits yet", advice: "commit something, or name a revision")
        } catch .unknownRevision(let text) {
            throw Failure("unknown revision '\(text)'", advice: "git branch --all and git log list what there is")
        }
    }
}
