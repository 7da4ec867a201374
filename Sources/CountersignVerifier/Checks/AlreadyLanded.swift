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
        let landed =
            try landing(of: change, before: position, base: base, by: considered, needs)
            ?? landing(ofRangeOf: considered, before: position, base: base, change: change, needs)
        guard let landed, try !isAlreadyThere(history.changes(of: commit)) else { return nil }
        return Refusal(.alreadyLanded, "it let the same change through in \(landed.abbreviated)")
    }

    /// An earlier commit with this change that the statement let through.
    private func landing(
        of change: Digest256, before commit: CommitGraph.Position, base: CommitGraph.Position?,
        by considered: ConsideredStatement, _ needs: Needs
    ) throws -> ObjectID? {
        let among: Landings.Candidates = policy.asksOfBuiltInMarkersOnly ? .flagged : .all
        return try landings.earlier(change, than: commit, base: base, among: among)
            .map { history.graph.ids[$0] }
            .first { try wasLetThrough($0, by: considered, for: history.graph.ids[commit], needs) }
    }

    /// Where the statement's range landed, as its own commits or as a squash: the one is used up by the other.
    private func landing(
        ofRangeOf considered: ConsideredStatement, before commit: CommitGraph.Position, base: CommitGraph.Position?,
        change: Digest256, _ needs: Needs
    ) throws -> ObjectID? {
        guard let range = considered.statement?.range, let squash = range.change else { return nil }
        if change == squash {
            guard let head = history.graph.position(of: range.head) else { return nil }
            return landings.isEarlier(head, than: commit, base: base) ? range.head : nil
        }
        guard considered.coverage == .range,
            let landed = try landing(of: squash, before: commit, base: base, by: considered, needs)
        else { return nil }
        // The range as a whole is what landed; its single steps need not be what stands there now.
        return try isAlreadyThere(history.changes(from: range.base, to: range.head)) ? nil : landed
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
        let given = Set(try coverage.direct(to: commit).map(\.entry.digest))
        let older = try consider(try history.facts(of: landed)).filter { other in
            guard let digest = other.digest, let decided = other.statement, other.refusal == nil else { return false }
            return decided.decision == .approve && !given.contains(digest) && decided.signedAt <= statement.signedAt
        }
        let approvers = Set(older.compactMap(\.statement?.reviewer)).compactMap { policy.person(primary: $0) }
        return approvers.count(where: { $0.level >= needs.level }) < needs.count
    }

    /// Whether every path touched has its new content at the base already: merging it then changes nothing.
    private func isAlreadyThere(_ changes: [TreeChange]) throws -> Bool {
        guard let base = context.base else { return false }
        return try changes.allSatisfy { change in
            let there = try history.entry(at: change.path, of: base)
            return change.newMode == 0 ? there == nil : there?.mode == change.newMode && there?.id == change.newID
        }
    }
}
