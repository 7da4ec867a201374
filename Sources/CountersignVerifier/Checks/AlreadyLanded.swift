internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignPolicy

/// What was approved, landed and reverted is not approved to land again (POLICY.md, "When an approval counts", 6).
extension CommitJudge {
    /// Refuses a statement that let the same change through before: landing it again takes a new one.
    func usedUp(_ considered: ConsideredStatement, for draft: Draft, needs: Needs) throws -> Refusal? {
        let commit = draft.facts.commit.id
        guard let position = history.graph.position(of: commit), let change = try digests.digest(of: commit) else {
            return nil
        }
        let base = context.base.flatMap { history.graph.position(of: $0) }
        let among: Landings.Candidates = policy.asksOfBuiltInMarkersOnly ? .flagged : .all
        for earlier in try landings.earlier(change, than: position, base: base, among: among) {
            let landed = history.graph.ids[earlier]
            guard try wasLetThrough(landed, by: considered, for: commit, needs), try !isAlreadyThere(commit) else {
                continue
            }
            return Refusal(.alreadyLanded, "it let the same change through in \(landed.abbreviated)")
        }
        return nil
    }

    /// Whether a statement that counts for `commit` let an earlier commit with the same change through.
    ///
    /// It did if it was given for that one. Where it was given for `commit` and only carries over to the earlier one, it
    /// did unless that one had what it needed by older statements: then this is the new approval that is asked for.
    /// Only dates that trusted people signed are compared; those of commits are anybody's choice.
    private func wasLetThrough(
        _ landed: ObjectID, by considered: ConsideredStatement, for commit: ObjectID, _ needs: Needs
    ) throws -> Bool {
        guard let own = try coverage.all(of: landed).first(where: { $0.entry.digest == considered.digest }) else {
            return false
        }
        guard own.coverage.origin != nil, considered.coverage?.origin == nil, let statement = considered.statement
        else {
            return true
        }
        let given = Set(coverage.direct(to: commit).map(\.entry.digest))
        let older = try consider(try history.facts(of: landed)).filter { other in
            guard let digest = other.digest, let decided = other.statement, other.refusal == nil else { return false }
            return decided.decision == .approve && !given.contains(digest) && decided.signedAt <= statement.signedAt
        }
        let approvers = Set(older.compactMap(\.statement?.reviewer)).compactMap { policy.person(primary: $0) }
        return approvers.count(where: { $0.level >= needs.level }) < needs.count
    }

    /// Whether every path the commit touches has its content at the base already: merging it then changes nothing.
    private func isAlreadyThere(_ commit: ObjectID) throws -> Bool {
        guard let base = context.base else { return false }
        return try history.changes(of: commit).allSatisfy { change in
            let there = try history.entry(at: change.path, of: base)
            return change.newMode == 0 ? there == nil : there?.mode == change.newMode && there?.id == change.newID
        }
    }
}
