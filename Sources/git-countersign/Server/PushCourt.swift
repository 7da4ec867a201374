import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignPolicy
import CountersignVerifier

/// Judges the protected branches of one push (POLICY.md, "Server").
struct PushCourt {
    let gate: PushGate
    let history: RepositoryHistory
    let statements: any StatementSource
    /// The policy in force where the branch with the policy stands; nil when that branch is still to be made.
    let inForce: PolicyInForce?

    init(gate: PushGate, history: RepositoryHistory) async throws {
        self.gate = gate
        self.history = history
        statements = gate.ledger.statements
        let verifier = Verifier(history: history, statements: statements, now: gate.now, target: nil)
        guard let start = gate.policyTip ?? gate.root else {
            inForce = nil
            return
        }
        inForce = try await verifier.policyInForce(at: start, root: gate.root)
    }

    /// Why a protected branch may not be moved like that; nil when it may.
    func complaint(about update: RefUpdate) async throws -> Complaint? {
        guard let new = update.new else {
            return Complaint(reference: update.reference, reason: "a protected branch is not deleted")
        }
        guard history.graph.position(of: new) != nil else {
            return Complaint(reference: update.reference, reason: "\(new.abbreviated) is no commit")
        }
        guard let old = update.old else { return try await complaint(aboutNew: update, at: new) }
        if let complaint = try misstep(update, from: old, to: new) { return complaint }
        return try await verdict(update, from: old, to: new, isUpdate: true)
    }

    /// A new branch has no old tip: it is judged from where the branch with the policy stands, else from the root.
    private func complaint(aboutNew update: RefUpdate, at new: ObjectID) async throws -> Complaint? {
        if let root = gate.root, !isOnFirstParents(root, of: new) {
            return Complaint(
                reference: update.reference,
                reason: "a new protected branch must hold the trust root \(root.abbreviated) on its own line",
                fix: "start it from the protected branch: git rebase")
        }
        guard let base = gate.policyTip ?? gate.root else { return nil }
        if isAncestor(new, of: base) { return nil }
        return try await verdict(update, from: base, to: new, isUpdate: false)
    }

    /// A move that is no step forward on the branch's own line.
    private func misstep(_ update: RefUpdate, from old: ObjectID, to new: ObjectID) throws -> Complaint? {
        guard history.graph.position(of: old) != nil else {
            throw Failure(
                "what \(BranchName.short(update.reference)) holds, \(old.abbreviated), is not here", advice: "git fetch"
            )
        }
        guard isAncestor(old, of: new) else {
            return Complaint(
                reference: update.reference, reason: "not a fast-forward of \(old.abbreviated)",
                fix: "git pull --rebase, and push again without force")
        }
        guard isOnFirstParents(old, of: new) else {
            return Complaint(
                reference: update.reference,
                reason: "foxtrot: \(old.abbreviated) is not on the first-parent line of \(new.abbreviated)",
                fix: "merge into the protected branch, not the other way round: git pull --rebase")
        }
        return nil
    }

    private func verdict(
        _ update: RefUpdate, from base: ObjectID, to head: ObjectID, isUpdate: Bool
    ) async throws -> Complaint? {
        let target = gate.branches.resolved(update.reference)
        let verifier = Verifier(history: history, statements: statements, now: gate.now, target: target)
        let verification = try await verifier.verify(
            base: base, head: head, root: gate.root, holder: gate.policyTip, atTip: true, isUpdate: isUpdate)
        return Complaint(update.reference, verification)
    }

    private func isAncestor(_ one: ObjectID, of other: ObjectID) -> Bool {
        guard let one = history.graph.position(of: one), let other = history.graph.position(of: other) else {
            return false
        }
        return history.graph.isAncestor(one, of: other)
    }

    private func isOnFirstParents(_ one: ObjectID, of other: ObjectID) -> Bool {
        guard let one = history.graph.position(of: one), let other = history.graph.position(of: other) else {
            return false
        }
        return history.graph.firstParentLine(to: other).contains(one)
    }
}
