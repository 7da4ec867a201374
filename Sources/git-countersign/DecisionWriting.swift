import CountersignApprovals
internal import CountersignMarkers
import CountersignObjects
import CountersignPolicy
import CountersignReports
internal import CountersignSignatures
import CountersignVerifier

/// Showing, signing and writing a decision: the same for all but `revoke`.
extension Review {
    /// Shows what is decided on, refuses what could never count, then signs and writes it.
    func decide(
        _ decision: Decision, on selection: Selection, _ options: DecisionOptions, expires: Timestamp? = nil
    ) async throws {
        let (signer, person) = try await signer()
        let drafts = try await drafts(
            decision, selection, by: person.email, comment: options.signing.comment, expires: expires)
        for draft in drafts {
            try await requireThatItCounts(draft, by: person)
            try Terminal.print(try await description(of: draft))
        }
        let count = Set(try drafts.flatMap { try covered(by: $0.statement) }).count
        let commits = count == 1 ? "1 commit" : "\(count) commits"
        let who = "\(person.email) with \(signer.key.fingerprint)"
        guard !options.signing.dryRun else {
            return try Terminal.print("Would \(decision.word) \(commits) as \(who); nothing was signed.\n")
        }
        try await sign(drafts, with: signer, note: "\(decision.word) \(commits) by \(person.email)")
        try Terminal.print("\(decision.done) \(commits) as \(who).\n")
        if options.signing.push { try await workspace.syncLedger(with: nil) }
    }

    /// The commits that a statement covers, its range written out.
    func covered(by statement: Statement) throws -> [ObjectID] {
        guard let range = statement.range else { return statement.subjects }
        let spanned = try verifier.commits(from: range.base, to: range.head)
        return statement.subjects.filter { !spanned.contains($0) } + spanned
    }

    /// A decision by somebody whose word could never count is not signed: he would believe it had.
    func requireThatItCounts(_ draft: StatementDraft, by person: Person) async throws {
        let decision = draft.statement.decision
        for commit in try covered(by: draft.statement) {
            if let change = try await verifier.policyChange(at: commit, from: inForce) {
                try requireApprovable(change, decision)
                try await requireDisinterest(person, in: change, decision)
            }
            guard let refusal = try refusal(of: draft.statement, by: person, on: commit) else { continue }
            throw Failure(
                "your \(decision.noun) of \(commit.abbreviated) would not count: "
                    + "\(refusal.code.rawValue), \(refusal.detail)",
                advice: decision == .authored
                    ? nil : "somebody else at level \(neededLevel(decision).name) or above must decide on it",
                status: ExitStatus.fail)
        }
    }

    private func refusal(of statement: Statement, by person: Person, on commit: ObjectID) throws -> Refusal? {
        switch statement.decision {
        case .authored: return try verifier.refusal(ofClaimBy: person, on: commit, policy: inForce)
        case .reject:
            let refusal = try verifier.refusal(ofApprovalBy: person, on: commit, policy: inForce)
            // Whoever wrote a commit may still reject it.
            return refusal?.code == .belowLevel ? refusal : nil
        default:
            return try verifier.refusal(
                ofApprovalBy: person, on: commit, policy: inForce, level: neededLevel(statement.decision))
        }
    }

    private func neededLevel(_ decision: Decision) -> Level {
        let policy = inForce.policy
        return decision == .waive ? policy.waiver?.level ?? policy.levels.trusted : policy.levels.trusted
    }

    /// Nobody approves a change of his own entry or keys.
    private func requireDisinterest(_ person: Person, in change: PolicyChange, _ decision: Decision) async throws {
        guard decision == .approve, let to = change.to.tree, try await verifier.changes(person, inForce, to: to) else {
            return
        }
        throw Failure(
            "your approval of \(change.commit.abbreviated) would not count: it changes your own entry or keys",
            advice: "somebody else at level \(inForce.policy.levels.trusted.name) or above must approve it",
            status: ExitStatus.fail)
    }

    private func requireApprovable(_ change: PolicyChange, _ decision: Decision) throws(Failure) {
        guard decision != .waive else {
            throw Failure(
                "\(change.commit.abbreviated) changes the policy, which no waiver excuses",
                advice: "git countersign approve \(change.commit.abbreviated)", status: ExitStatus.fail)
        }
        guard decision == .approve, let defect = change.defect else { return }
        throw Failure(
            "\(change.commit.abbreviated) changes the policy to one that can never take effect: \(defect)",
            advice: "correct .countersign/ and amend the commit", status: ExitStatus.fail)
    }

    /// What a person should see before he signs: the commits, and a change of policy against the policy in force.
    private func description(of draft: StatementDraft) async throws -> String {
        var lines: [String] = []
        if let range = draft.statement.range {
            lines.append("range \(range.base.abbreviated)..\(range.head.abbreviated)")
        }
        for commit in try covered(by: draft.statement) {
            let facts = try verifier.facts(of: commit)
            let tools = facts.flagging.markers.first.map { "  [\($0.tool)]" } ?? ""
            let email = facts.commit.author.email
            lines.append(VisibleText.line("  \(commit.abbreviated) \(facts.commit.subject)  <\(email)>\(tools)"))
            guard let change = try await verifier.policyChange(at: commit, from: inForce) else { continue }
            lines.append("    changes the policy in force (serial \(inForce.policy.serial)):")
            lines += change.differences.map { "      " + VisibleText.line($0) }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Decision {
    /// The decision as a thing.
    fileprivate var noun: String {
        switch self {
        case .approve: "approval"
        case .reject: "rejection"
        case .revoke: "revocation"
        case .waive: "waiver"
        case .authored: "statement"
        case .other(let word): word
        }
    }

    /// The decision as something done, at the start of a sentence.
    fileprivate var done: String {
        switch self {
        case .approve: "Approved"
        case .reject: "Rejected"
        case .revoke: "Revoked"
        case .waive: "Waived"
        case .authored: "Claimed"
        case .other(let word): word
        }
    }
}
