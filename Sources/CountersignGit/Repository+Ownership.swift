extension Repository {
    /// Opens the repository of git's environment, else the one around the current directory, where git itself would.
    ///
    /// Whether one that belongs to another user is safe is git's to say (`safe.directory`, git-config(1)): it reads more
    /// configuration than libgit2 does, and knows patterns. Throws as ``open(at:)``, and `GitCommandError`.
    public static func openAsGitDoes() async throws -> Repository {
        do throws(GitError) {
            return try open(at: nil)
        } catch {
            guard case .dubiousOwnership = error,
                try await GitCommand.run("git", ["rev-parse", "--git-dir"]).status == 0
            else { throw error }
            try LibGit2.acceptOtherOwners()
            return try open(at: nil)
        }
    }
}
