import CountersignApprovals
import CountersignObjects
import CountersignVerifier

// "When an approval counts"
extension PlainJudge {
    /// All that speaks against an approval of a commit; nothing when it counts; nil when it neither speaks of the
    /// commit nor hangs on it.
    func faults(of entry: PlainStatement, for commit: PlainCommit, needs: PlainNeeds?) -> Set<RefusalCode>? {
        let statement = entry.statement
        let isDirect = coverage.coversDirectly(statement, commit.id)
        let origins = isDirect ? [] : coverage.origins(of: statement, for: commit.id)
        guard isDirect || !origins.isEmpty else {
            return entry.places.contains(commit.id) ? signers.faults(of: entry).union([.otherCommit]) : nil
        }
        var faults = faults(
            of: entry, for: commit, origins: origins, level: needs?.level ?? policy.trusted)
        // 6
        if needs != nil, isUsedUp(entry, for: commit) { faults.insert(.alreadyLanded) }
        return faults
    }

    // 1, 3, 4 and 5
    private func faults(
        of entry: PlainStatement, for commit: PlainCommit, origins: [Set<ObjectID>], level: Int
    ) -> Set<RefusalCode> {
        var faults = signers.faults(of: entry)
        if signers.liesAboutAChange(entry.statement) { faults.insert(.badChange) }
        faults.formUnion(personalFaults(entry.statement.reviewer, for: commit, origins: origins, level: level))
        if signers.isTakenBack(entry) { faults.insert(.revoked) }
        return faults
    }

    /// Whether an approval counts for an earlier commit, all but 6 considered.
    func counts(_ entry: PlainStatement, for commit: PlainCommit, level: Int) -> Bool {
        guard entry.statement.decision == .approve, coverage.covers(entry.statement, commit.id) else { return false }
        let isDirect = coverage.coversDirectly(entry.statement, commit.id)
        let origins = isDirect ? [] : coverage.origins(of: entry.statement, for: commit.id)
        return faults(of: entry, for: commit, origins: origins, level: level).isEmpty
    }

    // "The reviewer is of the needed level, and is not the author nor a co-author of the commit (nor, carried, of the
    // commit it was given for)." (4)
    private func personalFaults(
        _ reviewer: String, for commit: PlainCommit, origins: [Set<ObjectID>], level: Int
    ) -> Set<RefusalCode> {
        var faults: Set<RefusalCode> = []
        if (policy.people[reviewer]?.level ?? -1) < level { faults.insert(.belowLevel) }
        if isAuthor(reviewer, of: commit) { faults.insert(.selfApproval) }
        if isCoAuthor(reviewer, of: commit) { faults.insert(.coAuthor) }
        // Of a commit that is gone nobody knows who wrote it.
        for origin in origins.joined().compactMap({ graph.commits[$0] }) {
            if isAuthor(reviewer, of: origin) { faults.insert(.selfApproval) }
            if isCoAuthor(reviewer, of: origin) { faults.insert(.coAuthor) }
        }
        return faults
    }
}
