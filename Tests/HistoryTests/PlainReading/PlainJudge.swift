import CountersignApprovals
import CountersignObjects
import CountersignVerifier

// "The verdict of a commit, in this order", by one policy and for one BASE.
struct PlainJudge {
    let reading: PlainReading
    let policy: PlainPolicy
    let base: ObjectID

    var graph: PlainGraph { reading.graph }
    var signers: PlainSigners { PlainSigners(reading: reading, policy: policy) }
    var coverage: PlainCoverage { PlainCoverage(graph: graph, carries: policy.carries) }

    func judge(_ id: ObjectID, step: PlainReading.PolicyStep) -> PlainReading.Result {
        let commit = graph[id]
        let needs = needs(of: commit)
        var approvals: [Digest256: Set<RefusalCode>] = [:]
        for entry in reading.statements where entry.statement.decision == .approve {
            if let faults = faults(of: entry, for: commit, needs: needs) {
                approvals[entry.digest] = faults
            }
        }
        return PlainReading.Result(
            verdict: verdict(of: commit, step: step, needs: needs, approvals: approvals), approvals: approvals)
    }

    private func verdict(
        of commit: PlainCommit, step: PlainReading.PolicyStep, needs: PlainNeeds?,
        approvals: [Digest256: Set<RefusalCode>]
    ) -> Verdict {
        // 1
        if commit.isMalformed { return .malformed }
        // 2; what is approved as a policy is still judged on for the rest of the commit.
        if step == .unapproved { return .unapprovedPolicyChange }
        // 3
        if isRejected(commit) { return .rejected }
        if step == .approved, touched(by: commit).allSatisfy({ $0.hasPrefix(".countersign/") }) { return .approved }
        // 4: "`unmarked = declare` fails a non-trusted author's unmarked commit until it declares"
        if policy.unmarked == .declare, commit.declaration == .unmarked,
            !signers.isTrusted(authorOf: commit)
        {
            return .undeclared
        }
        // 5: "Nothing needed: `exempt` if it was flagged, else `clean`."
        guard let needs else {
            return isFlagged(commit) ? .exempt : step == .approved ? .approved : .clean
        }
        // 6: "Enough counting approvals by different persons: `approved`, or `carried` if it took a carried one."
        let counting = reading.statements.filter { approvals[$0.digest]?.isEmpty ?? false }
        let direct = counting.filter { coverage.coversDirectly($0.statement, commit.id) }
        let people = Set(counting.map(\.statement.reviewer))
        if Set(direct.map(\.statement.reviewer)).count >= needs.count { return .approved }
        if people.count >= needs.count { return .carried }
        // 7
        if isWaived(commit) { return .waived }
        // 8 is for audits; 9: "`insufficient` (k of n) or `missing`."
        return people.isEmpty ? .missing : .insufficient
    }

    func needs(of commit: PlainCommit) -> PlainNeeds? {
        // "A clean merge (exactly two parents, …) changes nothing itself and needs nothing under 5"
        if graph.cleanMerges.contains(commit.id) { return nil }
        return PlainNeeds(
            policy: policy, isFlagged: isFlagged(commit), isTrusted: signers.isTrusted(authorOf: commit),
            touched: touched(by: commit))
    }

    private func touched(by commit: PlainCommit) -> [String] { Array(graph.change(of: commit.id).paths.keys) }

    // "A commit is in one of three states"; "`ai` treats it as flagged"; "A merge that is not clean (below) and brings
    // in a flagged commit is flagged."
    func isFlagged(_ commit: PlainCommit) -> Bool {
        if isFlaggedItself(commit) { return true }
        guard commit.parents.count > 1, let first = commit.parents.first, !graph.cleanMerges.contains(commit.id) else {
            return false
        }
        return graph.range(first, commit.id).subtracting([commit.id]).contains { id in
            isFlagged(graph[id])
        }
    }

    private func isFlaggedItself(_ commit: PlainCommit) -> Bool {
        commit.declaration == .marked || commit.declaration == .unmarked && policy.unmarked == .ai
    }

    // "A standing `reject` by a person trusted in the policy in force (until that person revokes it, or is no longer
    // trusted)" (3)
    private func isRejected(_ commit: PlainCommit) -> Bool {
        reading.statements.contains { entry in
            entry.statement.decision == .reject && coverage.coversDirectly(entry.statement, commit.id)
                && signers.faults(of: entry).isEmpty && policy.isTrusted(entry.statement.reviewer)
                && !signers.isTakenBack(entry)
        }
    }

    // "By a person of the waiver's level who is not the author; all waivers of a commit together no longer than `max`
    // from the first" (7)
    private func isWaived(_ commit: PlainCommit) -> Bool {
        guard let waiver = policy.waiver else { return false }
        let waivers = reading.statements.filter { entry in
            let reviewer = entry.statement.reviewer
            return entry.statement.decision == .waive && coverage.coversDirectly(entry.statement, commit.id)
                && signers.faults(of: entry).isEmpty && (policy.people[reviewer]?.level ?? -1) >= waiver.level
                // A waiver that was taken back started the clock all the same.
                && (signers.isTakenBack(entry)
                    || !signers.liesAboutAChange(entry.statement) && !isAuthorOrCoAuthor(reviewer, of: commit))
        }
        guard let first = waivers.map(\.statement.signedAt.seconds).min() else { return false }
        return waivers.contains { entry in
            guard let expires = entry.statement.expires?.seconds, !signers.isTakenBack(entry) else { return false }
            return expires <= first + waiver.hours * 3600 && expires > reading.now
        }
    }

    func isAuthorOrCoAuthor(_ person: String, of commit: PlainCommit) -> Bool {
        isAuthor(person, of: commit) || isCoAuthor(person, of: commit)
    }

    func isAuthor(_ person: String, of commit: PlainCommit) -> Bool { policy.person(commit.author) == person }

    func isCoAuthor(_ person: String, of commit: PlainCommit) -> Bool {
        commit.coAuthors.contains { policy.person($0) == person }
    }
}
