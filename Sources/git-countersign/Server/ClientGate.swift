import CountersignGit
import CountersignLedger
import CountersignObjects
import CountersignVerifier

/// The same gate at home, before a push leaves: an early warning, for the server has the last word.
extension Workspace {
    /// Every reason for which the remote would refuse the push, as far as it can be told from here.
    func complaintsBeforePush(to remote: String, _ updates: [RefUpdate]) async throws -> [Complaint] {
        let policyReference = try await remotePolicyReference(remote)
        let branches = try ProtectedBranches(settings.all("countersign.protect"), policyReference: policyReference)
        let protected = updates.filter { branches.contains($0.reference) }
        guard !protected.isEmpty else { return [] }
        let tip =
            try updates.first { $0.reference == policyReference }?.old
            ?? repository.reference("refs/remotes/\(remote)/\(BranchName.short(policyReference))")
        let root = try trustRoot(PolicyOptions.none)
        let ledger = try await ledger(for: .manyCommits)
        let gate = PushGate(
            repository: repository, root: root, policyTip: tip, branches: branches, ledger: ledger,
            now: Self.clock)
        do {
            return try await gate.complaints(about: protected)
        } catch VerifierError.noPolicy where root == nil {
            // The push that brings the first policy, or a repository that has none: nothing to judge by.
            return []
        }
    }

    /// The protected branch's name on the remote.
    private func remotePolicyReference(_ remote: String) async throws -> String {
        if let configured = settings["countersign.policyref"], !configured.isEmpty {
            let prefix = "refs/remotes/\(remote)/"
            guard configured.hasPrefix(prefix) else { return BranchName.full(configured) }
            return "refs/heads/\(configured.dropFirst(prefix.count))"
        }
        if let head = try symbolicReference("refs/remotes/\(remote)/HEAD") {
            return "refs/heads/\(head.dropFirst("refs/remotes/\(remote)/".count))"
        }
        let known = try ["main", "master"].first { try repository.reference("refs/remotes/\(remote)/\($0)") != nil }
        return "refs/heads/\(known ?? settings["init.defaultbranch"] ?? "main")"
    }

    /// How many lines of the ledger here the remote is not known to have: until it has them they count for nothing.
    func unpushedLines(_ remote: String) async throws -> Int {
        let there = try await Ledger.snapshot(repository, reference: RemoteLedger(remote).tracking)
        return LedgerDifference.lines(of: try await Ledger.snapshot(repository), notIn: there).count
    }
}
