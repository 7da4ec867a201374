public import CountersignObjects

/// The next command that would mend a verdict, in one place so that they read alike.
public enum Fix {
    /// For a commit that lacks an approval.
    public static func approve(_ commit: ObjectID) -> String { "git countersign approve \(commit.abbreviated)" }
    /// For a commit whose approvals all let the same change through before.
    public static func approveAnew(_ commit: ObjectID) -> String {
        "git cherry-pick \(commit.abbreviated) onto what stands there now, and git countersign approve the copy"
    }
    /// For a policy that can never take effect.
    public static let correctPolicy = "correct .countersign/ and amend the commit"
    /// For a malformed object.
    public static let rewrite = "git commit --amend --no-edit   (git then writes the object anew)"
    /// For a commit without a declaration.
    public static let declare = "git commit --amend --trailer 'AI-Assisted: no'   (or the tool's own trailer)"
    /// For a standing rejection.
    public static func revoke(_ digest: String) -> String { "git countersign revoke \(digest)" }
    /// For a branch that took the place of the protected one.
    public static let rebase = "git rebase onto the protected branch, or merge into it and not the other way round"
}
