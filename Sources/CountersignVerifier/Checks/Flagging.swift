internal import CountersignMarkers
internal import CountersignObjects
internal import CountersignPolicy

/// Whether a commit is flagged, and what it needs then (POLICY.md, "Is it flagged" and step 5).
extension CommitJudge {
    /// Finds whether the policy treats the commit as AI-assisted, and what approvals it takes then.
    func findNeeds(_ draft: inout Draft) async throws {
        let commit = draft.facts.commit
        let flagged = draft.isFlagged ? [] : try await flaggedBroughtIn(by: commit.id)
        draft.isFlagged = draft.isFlagged || policy.unmarked == .ai && draft.facts.flagging.state == .unmarked
        let asked = try requirement(draft, isFlagged: draft.isFlagged || !flagged.isEmpty)
        guard asked != nil || !flagged.isEmpty else { return }
        if commit.parents.count > 1 { draft.recomputed = try await history.recomputed(commit.id) }
        if draft.recomputed?.isClean == true { return }
        if !draft.isFlagged, !flagged.isEmpty { (draft.isFlagged, draft.flaggedByMerging) = (true, flagged) }
        draft.needs = asked.map { Needs(count: $0.count, level: $0.level, rules: $0.rules) }
    }

    private func requirement(_ draft: Draft, isFlagged: Bool) throws -> Requirement? {
        let paths = policy.rules.isEmpty ? [] : try history.changes(of: draft.facts.commit.id).map(\.path)
        return policy.requirement(for: paths, flagged: isFlagged, isAuthorTrusted: isTrusted(draft.authorship))
    }

    private func flaggedBroughtIn(by commit: ObjectID) async throws -> [ObjectID] {
        guard let position = history.graph.position(of: commit), history.graph.parentCount(of: position) > 1 else {
            return []
        }
        return try await flaggedBroughtIn(by: position).map { history.graph.ids[$0] }
    }

    private func flaggedBroughtIn(by merge: CommitGraph.Position) async throws -> [CommitGraph.Position] {
        let marked = try markedBroughtIn(by: merge)
        guard marked.isEmpty else { return marked }
        for other in flaggedBelow.suspectMergesBroughtIn(by: merge) where try await isFlaggedByMerging(other) {
            return [other]
        }
        return []
    }

    private func markedBroughtIn(by merge: CommitGraph.Position) throws -> [CommitGraph.Position] {
        guard policy.unmarked == .ai else { return flaggedBelow.flaggedBroughtIn(by: merge) }
        return try history.graph.broughtIn(by: merge).filter { position in
            if history.isUnremarkable(position) { return true }
            return try history.facts(of: history.graph.ids[position]).flagging.state != .human
        }
    }

    /// Whether a merge is flagged for what it brought in: it is not clean, and some of that is flagged.
    private func isFlaggedByMerging(_ merge: CommitGraph.Position) async throws -> Bool {
        if let known = mergesFlagged[merge] { return known }
        var isFlagged = try await !flaggedBroughtIn(by: merge).isEmpty
        if isFlagged {
            isFlagged = try await !history.recomputed(history.graph.ids[merge]).isClean
        }
        mergesFlagged[merge] = isFlagged
        return isFlagged
    }

    /// A commit of history with what it needs by this policy; nil for one that is not flagged and needs nothing.
    func needing(_ commit: ObjectID) async throws -> Draft? {
        let facts = facts(of: try history.facts(of: commit))
        guard facts.commit.defect == nil else { return nil }
        var draft = Draft(facts: facts, change: nil)
        draft.authorship = try authorship(of: facts)
        try await findNeeds(&draft)
        return draft.isFlagged && draft.recomputed?.isClean != true || draft.needs != nil ? draft : nil
    }
}
