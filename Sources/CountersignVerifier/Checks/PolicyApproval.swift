internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignPolicy

/// What a change of policy has, and what it lacks.
struct PolicyApproval {
    /// One sentence on what carries it; nil when it is not approved.
    var summary: String?
    /// What it lacks otherwise.
    var lack = ""
    /// Every approval of that pair of trees.
    var statements: [ConsideredStatement] = []
    /// How many different persons it takes; none where the only trusted person is its proven author.
    var needed = 0
}

/// Whether a change of policy is approved (POLICY.md, "Which policy").
extension CommitJudge {
    /// What carries a change of policy, or what it lacks, with every approval of that pair of trees.
    func approval(
        of facts: CommitFacts, from current: PolicyInForce, to entry: PolicyEntry, next: Policy
    ) throws -> PolicyApproval {
        let authorship = try authorship(of: facts)
        let needs = try policyChangeNeeds(of: facts.commit.id, authorship)
        // One is enough of a proven author only.
        if let only = soleTrustedPerson, authorship.person?.email == only.email, needs.count == 1,
            only.level >= needs.level
        {
            return PolicyApproval(summary: "\(only.email), the only trusted person, is its proven author")
        }
        let changed = Policy.changedPeople(from: policy, to: next)
        var statements: [ConsideredStatement] = []
        for statement in try book.index.policyChanges {
            guard let pair = statement.statement.policyChange, pair.from == current.tree, pair.to == entry.tree else {
                continue
            }
            statements.append(try consider(statement, facts, changed: changed, needs: needs))
        }
        let approvers = Set(
            statements.filter { $0.refusal == nil && $0.statement?.decision == .approve }.compactMap(
                \.statement?.reviewer))
        guard approvers.count >= needs.count else {
            let lack = lack(of: needs, approvers: approvers.count, authorship, statements)
            return PolicyApproval(lack: lack, statements: statements, needed: needs.count)
        }
        let names = approvers.sorted().joined(separator: ", ")
        return PolicyApproval(
            summary: "its change of policy is approved by \(names)", statements: statements, needed: needs.count)
    }

    private var soleTrustedPerson: Person? {
        let trusted = policy.roster.people.filter { policy.isTrusted($0) }
        return trusted.count == 1 ? trusted.first : nil
    }

    /// One trusted person for a proven author of the roster, else two; rules whose paths match raise this.
    private func policyChangeNeeds(of commit: ObjectID, _ authorship: Authorship) throws -> Needs {
        let base = authorship.isProven ? 1 : 2
        let paths = try history.changes(of: commit).map(\.path).filter { $0.starts(with: PolicyDirectory.prefix) }
        let rules = policy.rules(touching: paths)
        return Needs(
            count: max(base, rules.compactMap(\.count).max() ?? 1),
            level: max(policy.levels.trusted, rules.compactMap(\.level).max() ?? policy.levels.trusted),
            rules: rules.map(\.name))
    }

    private func consider(
        _ entry: LedgerStatement, _ facts: CommitFacts, changed: Set<String>, needs: Needs
    ) throws -> ConsideredStatement {
        var key: String?
        let refusal: Refusal?
        switch book.verified(entry) {
        case .failure(let reason): refusal = reason
        case .success(let verified):
            key = verified.key
            refusal =
                try book.takenBack(verified) ?? targetRefusal(of: verified.statement)
                ?? levelRefusal(of: verified.reviewer, needed: needs.level)
                ?? personalRefusal(of: verified.reviewer, for: facts)
                ?? interest(of: verified.reviewer, changed: changed) ?? digests.refusal(of: entry)
        }
        return ConsideredStatement(entry: entry, key: key, coverage: .subject, refusal: refusal)
    }

    private func interest(of reviewer: Person, changed: Set<String>) -> Refusal? {
        guard changed.contains(reviewer.email) else { return nil }
        return Refusal(.selfApproval, "it changes \(reviewer.email)'s own entry or keys")
    }

    private func lack(
        of needs: Needs, approvers: Int, _ authorship: Authorship, _ statements: [ConsideredStatement]
    ) -> String {
        var text = "it has \(approvers) of \(needs.count) approvals at level \(needs.level.name)"
        if case .none(let why) = authorship.proof { text += " (its author is not proven: \(why))" }
        if let refused = statements.first(where: { $0.refusal != nil }), let refusal = refused.refusal {
            let reviewer = refused.statement?.reviewer ?? "?"
            text += "; one by \(reviewer) does not count: \(refusal.code.rawValue), \(refusal.detail)"
        }
        return text
    }
}
