import CountersignApprovals
import CountersignObjects
import CountersignVerifier

// "When an approval counts", 6
extension PlainJudge {
    // "It was not used up: if an ancestor of the commit, or a commit in BASE's history, had the same change digest and
    // was let through by this statement, another commit with that change needs a new one"
    func isUsedUp(_ entry: PlainStatement, for commit: PlainCommit) -> Bool {
        // "The exception: at BASE every touched path already has the change's content"
        guard let digest = graph.digest(of: commit.id), !graph.change(of: commit.id).isAlready(in: graph[base].files)
        else { return false }
        let landed = graph.history(of: commit.id).union(graph.history(of: base)).subtracting([commit.id])
        let asCopy = landed.contains { earlier in
            graph.digest(of: earlier) == digest && wasLetThrough(graph[earlier], by: entry, for: commit)
        }
        return asCopy || isUsedUpByRange(entry, for: commit, landed: landed)
    }

    /// An approval given for the commit itself counts as new when the earlier one had what it needed by older ones.
    private func wasLetThrough(_ earlier: PlainCommit, by entry: PlainStatement, for commit: PlainCommit) -> Bool {
        guard coverage.covers(entry.statement, earlier.id) else { return false }
        if let change = entry.statement.policyChange, change.to == earlier.policyTree { return true }
        // A promotion since then does not give an old approval back: its author may need none today.
        let asked = self.needs(of: earlier)
        guard !earlier.isMalformed, counts(entry, for: earlier, level: policy.trusted),
            asked != nil || isFlagged(earlier) && !graph.cleanMerges.contains(earlier.id)
        else { return false }
        guard coverage.coversDirectly(entry.statement, commit.id),
            !coverage.coversDirectly(entry.statement, earlier.id)
        else { return true }
        guard let asked, counts(entry, for: earlier, level: asked.level) else { return false }
        let older = reading.statements.filter { other in
            other.statement.signedAt <= entry.statement.signedAt
                && !coverage.coversDirectly(other.statement, commit.id)
                && counts(other, for: earlier, level: asked.level)
        }
        return Set(older.map(\.statement.reviewer)).count < asked.count
    }

    /// A range that landed as its own commits does not land again as a squash, nor the other way round.
    private func isUsedUpByRange(
        _ entry: PlainStatement, for commit: PlainCommit, landed: Set<ObjectID>
    ) -> Bool {
        guard let range = entry.statement.range, let change = range.change else { return false }
        if graph.digest(of: commit.id) == change { return landed.contains(range.head) }
        let own = graph.range(range.base, range.head)
        // "unless BASE already has the range's content at every touched path"
        guard !graph.change(from: range.base, to: range.head).isAlready(in: graph[base].files)
        else { return false }
        return landed.contains { earlier in
            !own.contains(earlier) && graph.digest(of: earlier) == change
                && wasLetThrough(graph[earlier], by: entry, for: commit)
        }
    }
}
