internal import CountersignApprovals
internal import CountersignObjects

/// Whether a rejection stands (POLICY.md, step 3).
extension CommitJudge {
    /// The first rejection that counts, and how its signer would take it back.
    func standingRejection(among statements: [ConsideredStatement]) -> (reason: String, fix: String?)? {
        for considered in statements where considered.refusal == nil && considered.statement?.decision == .reject {
            // An approval carries over to the same change elsewhere; a rejection speaks of its own commits only.
            guard let statement = considered.statement, let coverage = considered.coverage, coverage.origin == nil
            else {
                continue
            }
            let comment = statement.comment.map { ": \($0)" } ?? ""
            return (
                "\(statement.reviewer) rejected it at \(statement.signedAt.rfc3339)\(comment)",
                considered.digest.map { Fix.revoke($0.description) }
            )
        }
        return nil
    }
}
