internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignPolicy

/// What was approved, landed and reverted is not approved to land again (POLICY.md, "When an approval counts", 6).
extension CommitJudge {
    /// Refuses a statement that let the same change through before: landing it again takes a new one.
    func usedUp(_ considered: ConsideredStatement, for draft: Draft) async throws -> Refusal? {
        let commit = draft.facts.commit.id
        guard let position = history.graph.position(of: commit), let change = try digests.digest(of: commit) else {
            return nil
        }
        let base = context.base.flatMap { history.graph.position(of: $0) }
        let place = Place(commit: position, base: base)
        var landed = try await landing(of: change, before: place, by: considered)
        if landed == nil { landed = try await landing(ofRangeOf: considered, before: place, change: change) }
        guard let landed, try !isAlreadyThere(history.changes(of: commit)) else { return nil }
        return Refusal(.alreadyLanded, "it let the same change through in \(landed.abbreviated)")
    }

    /// The commit that is judged, and where the branch stood before it.
    private struct Place {
        let commit: CommitGraph.Position
        let base: CommitGraph.Position?
    }

    /// An earlier commit with this change that the statement let through, other than these.
    private func landing(
        of change: Digest256, before place: Place, by considered: ConsideredStatement, besides own: Set<ObjectID> = []
    ) async throws -> ObjectID? {
        // A change of policy is let through by an approval, flagged or not.
        let isOfPolicy = considered.statement?.policyChange != nil
        let among: Landings.Candidates = policy.asksOfBuiltInMarkersOnly && !isOfPolicy ? .flagged : .all
        for position in try await landings.earlier(change, than: place.commit, base: place.base, among: among) {
            let landed = history.graph.ids[position]
            guard !own.contains(landed) else { continue }
            if try await wasLetThrough(landed, by: considered, for: history.graph.ids[place.commit]) { return landed }
        }
        return nil
    }

    /// Where the statement's range landed, as its own commits or as a squash: the one is used up by the other.
    private func landing(
        ofRangeOf considered: ConsideredStatement, before place: Place, change: Digest256
    ) async throws -> ObjectID? {
        guard let range = considered.statement?.range, let squash = range.change else { return nil }
        if change == squash {
            guard let head = history.graph.position(of: range.head) else { return nil }
            return landings.isEarlier(head, than: place.commit, base: place.base) ? range.head : nil
        }
        guard
            let landed = try await landing(
                of: squash, before: place, by: considered, besides: Set(try coverage.commits(in: range)))
        else { return nil }
        // The range as a whole is what landed; its single steps need not be what stands there now.
        return try isAlreadyThere(history.changes(from: range.base, to: range.head)) ? nil : landed
    }

    /// Whether a statement that counts for `commit` let an earlier commit with the same change through.
    ///
    /// It did not where it did not count for that one, or where that one was never such that it needed an approval. Else
    /// it did if it was given for that one, even if its author would need none today. Where it was given for `commit` and only carries over to the earlier one, it
    /// did unless that one had what it needed by older statements: then this is the new approval that is asked for.
    /// Only dates that trusted people signed are compared; those of commits are anybody's choice.
    private func wasLetThrough(
        _ landed: ObjectID, by considered: ConsideredStatement, for commit: ObjectID
    ) async throws -> Bool {
        guard let statement = considered.statement else { return false }
        let all = try consider(try history.facts(of: landed)).filter { $0.coverage != nil }
        guard let own = all.first(where: { $0.digest == considered.digest }) else { return false }
        if let change = statement.policyChange, try history.policyEntry(of: landed) == .tree(change.to) { return true }
        guard approver(own, at: policy.levels.trusted) != nil, let draft = try await needing(landed) else {
            return false
        }
        guard own.coverage?.origin != nil, considered.coverage?.origin == nil else { return true }
        guard let needs = draft.needs, approver(own, at: needs.level) != nil else { return false }
        let counting = all.filter { approver($0, at: needs.level) != nil }
        let given = Set(try coverage.direct(to: commit).map(\.entry.digest))
        let older = counting.filter { other in
            guard let digest = other.digest, let decided = other.statement else { return false }
            return !given.contains(digest) && decided.signedAt <= statement.signedAt
        }
        return Set(older.compactMap { approver($0, at: needs.level) }).count < needs.count
    }

    /// Whose approval it is, when nothing speaks against it and it is of the level.
    private func approver(_ considered: ConsideredStatement, at level: Level) -> String? {
        guard considered.refusal == nil, let statement = considered.statement, statement.decision == .approve,
            let person = policy.person(primary: statement.reviewer), person.level >= level
        else { return nil }
        return person.email
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
