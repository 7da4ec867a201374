import CountersignApprovals
import CountersignObjects
import CountersignVerifier

/// "When an approval counts"
extension PlainJudge {
    /// All that speaks against an approval of a commit; nothing when it counts; nil when it neither speaks of the
    /// commit nor hangs on it.
    func faults(of entry: PlainStatement, for commit: PlainCommit, level: Int) -> Set<RefusalCode>? {
        let statement = entry.statement
        let isDirect = coverage.coversDirectly(statement, commit.id)
        let origins = isDirect ? [] : coverage.origins(of: statement, for: commit.id)
        guard isDirect || !origins.isEmpty else {
            return entry.places.contains(commit.id) ? signers.faults(of: entry).union([.otherCommit]) : nil
        }
        // 1, 3
        var faults = signers.faults(of: entry)
        if signers.liesAboutAChange(statement) { faults.insert(.badChange) }
        // 4
        faults.formUnion(personalFaults(statement.reviewer, for: commit, origins: origins, level: level))
        // 5
        if signers.isTakenBack(entry) { faults.insert(.revoked) }
        // 6
        if isUsedUp(entry, for: commit) { faults.insert(.alreadyLanded) }
        return faults
    }

    /// "The reviewer is of the needed level, and is not the author nor a co-author of the commit (nor, carried, of the
    /// commit it was given for)." (4)
    private func personalFaults(
        _ reviewer: String, for commit: PlainCommit, origins: [Set<ObjectID>], level: Int
    ) -> Set<RefusalCode> {
        var faults: Set<RefusalCode> = []
        if (policy.people[reviewer]?.level ?? -1) < level { faults.insert(.belowLevel) }
        if isAuthor(reviewer, of: commit) { faults.insert(.selfApproval) }
        if isCoAuthor(reviewer, of: commit) { faults.insert(.coAuthor) }
        let ofOrigins = origins.map { origin in
            // Of a commit that is gone nobody knows who wrote it.
            origin.compactMap { graph.commits[$0] }.reduce(into: Set<RefusalCode>()) { faults, commit in
                if isAuthor(reviewer, of: commit) { faults.insert(.selfApproval) }
                if isCoAuthor(reviewer, of: commit) { faults.insert(.coAuthor) }
            }
        }
        if !ofOrigins.isEmpty, !ofOrigins.contains([]) { faults.formUnion(ofOrigins.flatMap { $0 }) }
        return faults
    }

    /// "It was not used up: if an ancestor of the commit, or a commit in BASE's history, had the same change digest and
    /// was let through by this statement, another commit with that change needs a new one" (6)
    private func isUsedUp(_ entry: PlainStatement, for commit: PlainCommit) -> Bool {
        let landed = graph.history(of: commit.id).union(graph.history(of: base)).subtracting([commit.id])
        return isUsedUpByCopy(entry, for: commit, landed: landed)
            || isUsedUpByRange(entry, for: commit, landed: landed)
    }

    private func isUsedUpByCopy(
        _ entry: PlainStatement, for commit: PlainCommit, landed: Set<ObjectID>
    ) -> Bool {
        guard let digest = graph.digest(of: commit.id) else { return false }
        // "The exception: at BASE every touched path already has the change's content"
        if graph.change(of: commit.id).isAlready(in: graph[base].files) { return false }
        return landed.contains { earlier in
            graph.digest(of: earlier) == digest && wasLetThrough(graph[earlier], by: entry, for: commit)
        }
    }

    /// An approval given for the commit itself counts as new when the earlier one had what it needed by older ones.
    private func wasLetThrough(_ earlier: PlainCommit, by entry: PlainStatement, for commit: PlainCommit) -> Bool {
        guard coverage.covers(entry.statement, earlier.id),
            let needs = PlainNeeds(
                policy: policy, isFlagged: isFlagged(earlier), isProvenTrusted: signers.isProvenTrusted(earlier),
                touched: Array(graph.change(of: earlier.id).paths.keys))
        else { return false }
        guard coverage.coversDirectly(entry.statement, commit.id) else { return true }
        let older = reading.statements.filter { other in
            other.statement.decision == .approve && other.statement.signedAt < entry.statement.signedAt
                && coverage.covers(other.statement, earlier.id) && signers.faults(of: other).isEmpty
                && !signers.liesAboutAChange(other.statement) && !signers.isTakenBack(other)
                && (policy.people[other.statement.reviewer]?.level ?? -1) >= needs.level
                && !isAuthorOrCoAuthor(other.statement.reviewer, of: earlier)
        }
        return Set(older.map(\.statement.reviewer)).count < needs.count
    }

    /// A range that landed as its own commits does not land again as a squash, nor the other way round.
    private func isUsedUpByRange(
        _ entry: PlainStatement, for commit: PlainCommit, landed: Set<ObjectID>
    ) -> Bool {
        guard let range = entry.statement.range, let change = range.change else { return false }
        let own = graph.range(range.base, range.head)
        guard !own.isEmpty else { return false }
        // "unless BASE already has the range's content at every touched path"
        if graph.change(from: range.base, to: range.head).isAlready(in: graph[base].files) { return false }
        if own.contains(commit.id) {
            return landed.contains { !own.contains($0) && graph.digest(of: $0) == change }
        }
        return graph.digest(of: commit.id) == change && landed.contains(range.head)
    }
}
