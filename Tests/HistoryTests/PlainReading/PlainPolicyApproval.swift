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
        // "Rules whose paths match raise this."
        let touched = Array(reading.graph.change(of: commit.id).paths.keys)
        let rules = policy.rules.filter { PlainNeeds.matches($0, touched) }
        // "if its author is not a proven person of the roster, by two"
        let count = ([author == nil ? 2 : 1] + rules.map { $0.count ?? policy.count }).max() ?? 1
        let level = ([policy.trusted] + rules.compactMap(\.level)).max() ?? policy.trusted
        // "While the roster has a single trusted person, her proven authorship is enough."
        if trusted.count == 1, let author, trusted.contains(author), rules.isEmpty { return true }
        let approvers = reading.statements.filter { counts($0, level: level) }.map(\.statement.reviewer)
        return Set(approvers).count >= count
    }

    /// "an approval with `policyChange {from: tree in force, to: its tree}` counts under the policy in force"
    private func counts(_ entry: PlainStatement, level: Int) -> Bool {
        let statement = entry.statement
        let step = Statement.PolicyChange(from: inForce.tree, to: tree)
        guard statement.decision == .approve, statement.policyChange == step else { return false }
        let reviewer = statement.reviewer
        guard signers.faults(of: entry).isEmpty, !signers.liesAboutAChange(statement), !signers.isTakenBack(entry),
            let person = policy.people[reviewer], person.level >= level
        else { return false }
        // "neither its author nor the person whose own entry or keys it changes"
        return policy.person(commit.author) != reviewer && !isChanged(reviewer)
            && !commit.coAuthors.contains { policy.person($0) == reviewer }
    }

    private func isChanged(_ person: String) -> Bool { policy.people[person] != next.people[person] }
}

/// What a commit needs ("The verdict of a commit", 5).
struct PlainNeeds {
    let count: Int
    let level: Int

    /// "What it needs: if flagged and its author is not proven trusted, `count` approvals of level `trusted`; and what
    /// every rule asks whose paths it touches, `applies-to = all` for any commit whoever wrote it. The highest count
    /// and the highest level of all that apply."
    init?(policy: PlainPolicy, isFlagged: Bool, isProvenTrusted: Bool, touched: [String]) {
        var asked: [(count: Int, level: Int)] = []
        if isFlagged, !isProvenTrusted { asked.append((policy.count, policy.trusted)) }
        for rule in policy.rules where Self.matches(rule, touched) {
            if rule.appliesToAll || isFlagged && !isProvenTrusted {
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
