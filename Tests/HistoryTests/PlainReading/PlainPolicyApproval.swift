import CountersignApprovals
import CountersignObjects
import CountersignVerifier

/// Whether a change of policy has the approval that it takes ("Which policy").
struct PlainPolicyApproval {
    let reading: PlainReading
    let inForce: PlainReading.InForce
    let next: PlainPolicy
    let tree: ObjectID
    let commit: PlainCommit

    private var policy: PlainPolicy { inForce.policy }
    private var signers: PlainSigners { PlainSigners(reading: reading, policy: policy) }

    var isApproved: Bool {
        let author = signers.provenAuthor(of: commit)
        let trusted = policy.people.keys.filter(policy.isTrusted)
        // "Rules whose paths match raise this.": those of the change itself; one that gives no count raises none.
        let touched = reading.graph.change(of: commit.id).paths.keys.filter { $0.hasPrefix(".countersign/") }
        let rules = policy.rules.filter { PlainNeeds.matches($0, touched) }
        // "if its author is not a proven person of the roster, by two"
        let count = max(author == nil ? 2 : 1, rules.compactMap(\.count).max() ?? 1)
        let level = max(policy.trusted, rules.compactMap(\.level).max() ?? 0)
        // "While the roster has a single trusted person, her proven authorship is enough."
        if trusted.count == 1, let author, trusted.contains(author), count == 1,
            (policy.people[author]?.level ?? -1) >= level
        {
            return true
        }
        let approvers = reading.statements.filter { faults(of: $0, level: level)?.isEmpty ?? false }
        return Set(approvers.map(\.statement.reviewer)).count >= count
    }

    /// What speaks against an approval of this step; nil for a statement that says nothing of it.
    ///
    /// "an approval with `policyChange {from: tree in force, to: its tree}` counts under the policy in force"
    func faults(of entry: PlainStatement, level: Int) -> Set<RefusalCode>? {
        let statement = entry.statement
        let step = Statement.PolicyChange(from: inForce.tree, to: tree)
        guard statement.decision == .approve, statement.policyChange == step else { return nil }
        let reviewer = statement.reviewer
        var faults = signers.faults(of: entry)
        if signers.isTakenBack(entry) { faults.insert(.revoked) }
        if (policy.people[reviewer]?.level ?? -1) < level { faults.insert(.belowLevel) }
        // "neither its author nor the person whose own entry or keys it changes"
        if policy.person(commit.author) == reviewer || isChanged(reviewer) { faults.insert(.selfApproval) }
        if signers.liesAboutAChange(statement) { faults.insert(.badChange) }
        if commit.coAuthors.contains(where: { policy.person($0) == reviewer }) { faults.insert(.coAuthor) }
        return faults
    }

    /// Where `trusted` moves past a person's level the verifier takes that for a change of her entry; so does this.
    private func isChanged(_ person: String) -> Bool {
        policy.people[person] != next.people[person] || policy.isTrusted(person) != next.isTrusted(person)
            || revokedKeys(of: person, by: policy) != revokedKeys(of: person, by: next)
    }

    /// To take a key of hers back out of `[revoked]` is to give it to her again.
    private func revokedKeys(of person: String, by policy: PlainPolicy) -> Set<KeyNumber> {
        Set(policy.people[person]?.keys.map(\.number) ?? []).intersection(policy.revokedKeys)
    }
}

/// What a commit needs ("The verdict of a commit", 5).
struct PlainNeeds {
    let count: Int
    let level: Int

    // "What it needs: if flagged and its author is not proven trusted, `count` approvals of level `trusted`; and what
    // every rule asks whose paths it touches, `applies-to = all` for any commit whoever wrote it. The highest count
    // and the highest level of all that apply."
    init?(policy: PlainPolicy, isFlagged: Bool, isTrusted: Bool, touched: [String]) {
        var asked: [(count: Int, level: Int)] = []
        if isFlagged, !isTrusted { asked.append((policy.count, policy.trusted)) }
        for rule in policy.rules where Self.matches(rule, touched) {
            if rule.appliesToAll || isFlagged && !isTrusted {
                asked.append((rule.count ?? policy.count, rule.level ?? policy.trusted))
            }
        }
        guard let count = asked.map(\.count).max(), let level = asked.map(\.level).max() else { return nil }
        (self.count, self.level) = (count, level)
    }

    /// The patterns of these tests: a path, or a directory and `/**`.
    static func matches(_ rule: PlainPolicy.Rule, _ touched: [String]) -> Bool {
        touched.contains { path in
            rule.paths.contains { $0.hasSuffix("/**") ? path.hasPrefix($0.dropLast(2)) : path == $0 }
        }
    }
}
