internal import CountersignMarkers
internal import CountersignObjects
internal import CountersignPolicy

/// Whether a commit is flagged, and what it needs then (POLICY.md, "Is it flagged" and step 5).
extension CommitJudge {
    /// Finds whether the policy treats the commit as AI-assisted, and what approvals it takes then.
    func findNeeds(_ draft: inout Draft) async throws {
        let commit = draft.facts.commit
        let flagged = draft.isFlagged ? [] : try flaggedBroughtIn(by: commit.id)
        draft.isFlagged = draft.isFlagged || policy.unmarked == .ai && draft.facts.flagging.state == .unmarked
        let asked = try requirement(draft, isFlagged: draft.isFlagged || !flagged.isEmpty)
        guard asked != nil || !flagged.isEmpty else { return }
        if commit.parents.count == 2 { draft.recomputed = try await history.recomputed(commit.id) }
        if draft.recomputed?.isClean == true { return }
        if !draft.isFlagged, !flagged.isEmpty { (draft.isFlagged, draft.flaggedByMerging) = (true, flagged) }
        draft.needs = asked.map { Needs(count: $0.count, level: $0.level, rules: $0.rules) }
    }

    private func requirement(_ draft: Draft, isFlagged: Bool) throws -> Requirement? {
        let paths = policy.rules.isEmpty ? [] : try history.changes(of: draft.facts.commit.id).map(\.path)
        return policy.requirement(for: paths, flagged: isFlagged, isAuthorTrusted: isTrusted(draft.authorship))
    }

    private func flaggedBroughtIn(by commit: ObjectID) throws -> [ObjectID] {
        guard let position = history.graph.position(of: commit), history.graph.parents(of: position).count > 1 else {
            return []
        }
        guard policy.unmarked == .ai else {
            return flaggedBelow.flaggedBroughtIn(by: position).map { history.graph.ids[$0] }
        }
        return try history.graph.broughtIn(by: position).filter { position in
            if history.isUnremarkable(position) { return true }
            return try history.facts(of: history.graph.ids[position]).flagging.state != .human
        }.map { history.graph.ids[$0] }
    }
}
