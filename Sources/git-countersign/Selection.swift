import CountersignApprovals
import CountersignGit
import CountersignObjects
internal import CountersignPolicy
import CountersignVerifier

/// What a person named on the command line: single commits, and ranges that are decided on as one.
struct Selection {
    var commits: [ObjectID] = []
    var ranges: [RevisionRange] = []

    /// Reads revisions and ranges.
    static func parse(_ arguments: [String], in repository: Repository) throws -> Selection {
        var selection = Selection()
        for argument in arguments {
            if let range = try RevisionRange.parse(argument, in: repository) {
                selection.ranges.append(range)
            } else {
                let commit = try repository.commit(named: argument)
                if !selection.commits.contains(commit) { selection.commits.append(commit) }
            }
        }
        return selection
    }

    /// Every commit that it names, ends of ranges included.
    var named: [ObjectID] { commits + ranges.flatMap { [$0.base, $0.head] } }
}

extension Review {
    /// One statement over all single commits, and one for each range.
    func drafts(
        _ decision: Decision, _ selection: Selection, by reviewer: String, comment: String?, expires: Timestamp? = nil
    ) async throws -> [StatementDraft] {
        var drafts: [StatementDraft] = []
        let changes = try await policyChanges(in: selection.commits, for: decision)
        let plain = selection.commits.filter { changes[$0] == nil }
        if !plain.isEmpty {
            drafts.append(try draft(decision, plain, by: reviewer, comment: comment, expires: expires))
        }
        // A statement holds one pair of trees, so each change of policy is a statement of its own.
        for commit in selection.commits {
            guard let change = changes[commit] else { continue }
            drafts.append(
                try draft(decision, [commit], by: reviewer, comment: comment, expires: expires, policyChange: change))
        }
        for range in selection.ranges {
            drafts.append(try await draft(decision, range, by: reviewer, comment: comment, expires: expires))
        }
        return drafts
    }

    private func draft(
        _ decision: Decision, _ subjects: [ObjectID], by reviewer: String, comment: String?, expires: Timestamp?,
        range: Statement.CommitRange? = nil, policyChange: Statement.PolicyChange? = nil
    ) throws -> StatementDraft {
        var changes: [ObjectID: Digest256] = [:]
        for subject in subjects { changes[subject] = try verifier.change(of: subject) }
        let statement = Statement(
            subjects: subjects, decision: decision, reviewer: reviewer, signedAt: now,
            repository: inForce.policy.repository, target: target, changes: changes, range: range,
            policyChange: policyChange, expires: expires, comment: comment)
        return StatementDraft(statement: statement, places: subjects)
    }

    private func draft(
        _ decision: Decision, _ range: RevisionRange, by reviewer: String, comment: String?, expires: Timestamp?
    ) async throws -> StatementDraft {
        guard let base = try verifier.mergeBase(range.base, range.head) else {
            throw Failure("\(range.base.abbreviated) and \(range.head.abbreviated) have no common history")
        }
        let commits = try verifier.commits(from: base, to: range.head)
        guard !commits.isEmpty else {
            throw Failure(
                "there is nothing in \(range.base.abbreviated)..\(range.head.abbreviated)",
                advice: "is the range the wrong way round?")
        }
        let changes = try await policyChanges(in: commits, for: decision)
        guard changes.count <= 1 else {
            throw Failure(
                "the range changes the policy in \(changes.count) commits, and each takes an approval of its own",
                advice: changes.keys.sorted().map { "git countersign approve \($0.abbreviated)" }.joined(
                    separator: "\n"))
        }
        let span = Statement.CommitRange(
            base: base, head: range.head, change: try verifier.change(from: base, to: range.head))
        return try draft(
            decision, [range.head], by: reviewer, comment: comment, expires: expires, range: span,
            policyChange: changes.values.first)
    }

    /// The pairs of trees that the commits would make of the policy in force, for a decision that speaks of them.
    private func policyChanges(
        in commits: [ObjectID], for decision: Decision
    ) async throws -> [ObjectID: Statement.PolicyChange] {
        guard decision == .approve || decision == .reject else { return [:] }
        var found: [ObjectID: Statement.PolicyChange] = [:]
        for commit in commits {
            guard let change = try await verifier.policyChange(at: commit, from: inForce), let from = change.from,
                let to = change.to.tree
            else { continue }
            found[commit] = Statement.PolicyChange(from: from, to: to)
        }
        return found
    }
}
