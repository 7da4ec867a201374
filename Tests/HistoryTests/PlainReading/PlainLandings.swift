import CountersignApprovals
import CountersignObjects
import CountersignVerifier

// "When an approval counts", 6
extension PlainJudge {
    // "It was not used up: if an ancestor of the commit, or a commit in BASE's history, had the same change digest and
    // was let through by this statement, another commit with that change needs a new one"
    func isUsedUp(_ entry: PlainStatement, for commit: PlainCommit, needs: PlainNeeds) -> Bool {
        // "The exception: at BASE every touched path already has the change's content"
        guard let digest = graph.digest(of: commit.id), !graph.change(of: commit.id).isAlready(in: graph[base].files)
        else { return false }
        let landed = graph.history(of: commit.id).union(graph.history(of: base)).subtracting([commit.id])
        let asCopy = landed.contains { earlier in
            graph.digest(of: earlier) == digest && wasLetThrough(graph[earlier], by: entry, for: commit, needs)
        }
        return asCopy || isUsedUpByRange(entry, for: commit, landed: landed, needs)
    }

    /// An approval given for the commit itself counts as new when the earlier one had what it needed by older ones.
    private func wasLetThrough(
        _ earlier: PlainCommit, by entry: PlainStatement, for commit: PlainCommit, _ needs: PlainNeeds
    ) -> Bool {
        guard coverage.covers(entry.statement, earlier.id) else { return false }
        var asked = needs
        if Concession.earlierNeeds.isMade {
            if isPassedOver(earlier) { return false }
        } else if let own = self.needs(of: earlier), counts(entry, for: earlier, level: own.level) {
            asked = own
        } else {
            // What needed nothing, or did not count this approval, was not let through by it; a change of policy was.
            return entry.statement.policyChange?.to == earlier.policyTree
        }
        guard coverage.coversDirectly(entry.statement, commit.id),
            !coverage.coversDirectly(entry.statement, earlier.id)
        else { return true }
        let older = reading.statements.filter { other in
            other.statement.signedAt <= entry.statement.signedAt
                && !coverage.coversDirectly(other.statement, commit.id)
                && counts(other, for: earlier, level: asked.level)
        }
        return Set(older.map(\.statement.reviewer)).count < asked.count
    }

    /// Where only marked commits can need an approval, the verifier looks at these alone, and merges that bring some in.
    private func isPassedOver(_ earlier: PlainCommit) -> Bool {
        guard policy.unmarked == .human, !policy.rules.contains(where: \.appliesToAll) else { return false }
        if earlier.declaration == .marked { return false }
        guard earlier.parents.count > 1, let first = earlier.parents.first else { return true }
        return !graph.range(first, earlier.id).contains { graph[$0].declaration == .marked }
    }

    /// A range that landed as its own commits does not land again as a squash, nor the other way round.
    private func isUsedUpByRange(
        _ entry: PlainStatement, for commit: PlainCommit, landed: Set<ObjectID>, _ needs: PlainNeeds
    ) -> Bool {
        guard let range = entry.statement.range, let change = range.change else { return false }
        if graph.digest(of: commit.id) == change { return landed.contains(range.head) }
        let own = graph.range(range.base, range.head)
        // "unless BASE already has the range's content at every touched path"
        guard own.contains(commit.id), !entry.statement.subjects.contains(commit.id),
            !graph.change(from: range.base, to: range.head).isAlready(in: graph[base].files)
        else { return false }
        return landed.contains { earlier in
            (Concession.squashWithinRange.isMade || !own.contains(earlier)) && graph.digest(of: earlier) == change
                && wasLetThrough(graph[earlier], by: entry, for: commit, needs)
        }
    }
}
