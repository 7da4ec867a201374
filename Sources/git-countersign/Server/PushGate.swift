import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignPolicy
import CountersignVerifier

/// The gate before a push: all of its refs together, by the policy and the ledger that were there before it.
struct PushGate {
    let repository: Repository
    /// The commit from which the policy is believed; nil takes the policy as it stands, which only a clone may do.
    let root: ObjectID?
    /// Where the branch with the policy stands before the push; nil when there is none yet.
    let policyTip: ObjectID?
    let branches: ProtectedBranches
    let ledger: CurrentLedger
    let now: Timestamp

    /// Every reason to refuse the push; none lets it pass.
    ///
    /// - Throws: whatever keeps it from being judged, which refuses it too.
    func complaints(about updates: [RefUpdate]) async throws -> [Complaint] {
        let protected = updates.filter { branches.contains($0.reference) }
        let ofLedger = updates.filter { branches.areSame($0.reference, Ledger.reference) }
        let needsPolicy = !protected.isEmpty || !ofLedger.isEmpty
        var complaints = updates.compactMap(inTheWay)
        if needsPolicy {
            let court = try await court(for: protected)
            for update in protected {
                if let complaint = try await court.complaint(about: update) { complaints.append(complaint) }
            }
            for update in ofLedger {
                if let complaint = try await LedgerGate(court: court).complaint(about: update) {
                    complaints.append(complaint)
                }
            }
        }
        for update in updates where branches.areSame(update.reference, AINotesGate.reference) {
            if let complaint = try AINotesGate(repository: repository).complaint(about: update) {
                complaints.append(complaint)
            }
        }
        return complaints
    }

    /// A ref whose name would take the place of a guarded one: `a` and `a/b` can't both be there.
    private func inTheWay(_ update: RefUpdate) -> Complaint? {
        let guarded = [Ledger.reference, AINotesGate.reference]
        let name = branches.folded(update.reference)
        guard update.new != nil,
            let taken = guarded.first(where: { name.hasPrefix($0 + "/") || $0.hasPrefix(name + "/") })
        else { return nil }
        return Complaint(reference: update.reference, reason: "its name stands in the way of \(taken)")
    }

    /// The guarded refs that do not hold what the push says they do: git passes on the client's word for it.
    ///
    /// Git itself compares when it moves the ref, but then the hook has judged another step than the one taken.
    func outdated(_ updates: [RefUpdate]) throws -> [Complaint] {
        let guarded = updates.filter { update in
            branches.contains(update.reference)
                || [Ledger.reference, AINotesGate.reference].contains { branches.areSame(update.reference, $0) }
        }
        return try guarded.compactMap { update in
            let held = try repository.reference(update.reference)
            guard held != update.old else { return nil }
            let found = held.map { "holds \($0.abbreviated)" } ?? "does not exist"
            return Complaint(
                reference: update.reference, reason: "it \(found), not what the push goes on from")
        }
    }

    /// History is walked once for all refs.
    private func court(for protected: [RefUpdate]) async throws -> PushCourt {
        let named = protected.flatMap { [$0.old, $0.new] } + [policyTip]
        let known = try named.compactMap { $0 }.filter { try repository.objectKind($0) == .commit }
        let trusted = try root.map { root in
            guard try repository.objectKind(root) == .commit else {
                throw Failure(
                    "the trust root \(root.abbreviated) is neither here nor in the push",
                    advice: "push the branch that holds it, or correct countersign.trustRoot")
            }
            return [root]
        }
        let tips = Set(known + (trusted ?? []))
        // A push that is refused leaves nothing behind, and nothing of it is kept.
        let lasting = Set((protected.map(\.old) + [policyTip]).compactMap { $0 }).intersection(tips)
        let history = try await RepositoryHistory(
            repository: repository, tips: tips.sorted(), lasting: lasting.sorted())
        return try await PushCourt(gate: self, history: history)
    }
}
