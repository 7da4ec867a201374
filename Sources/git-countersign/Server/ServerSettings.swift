import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import FoundationEssentials

/// What the server's own configuration says, which no push can reach.
extension Workspace {
    /// The pinned trust root; without one a hook on a server refuses to work.
    ///
    /// Only a full id pins: a name would follow what is pushed.
    func requiredTrustRoot() throws(Failure) -> ObjectID {
        let advice = "on the server: git config countersign.trustRoot FULL-ID"
        guard let text = settings["countersign.trustroot"], !text.isEmpty else {
            throw Failure("no trust root is pinned on this server", advice: advice)
        }
        guard let root = ObjectID(hex: text), root != .zero else {
            throw Failure("countersign.trustRoot is '\(text)', which is no full commit id", advice: advice)
        }
        return root
    }

    /// The full name of the branch that holds the policy: `countersign.policyRef`, else the default branch.
    func serverPolicyReference() async throws -> String {
        if let configured = settings["countersign.policyref"], !configured.isEmpty {
            return BranchName.full(configured)
        }
        guard let head = try symbolicReference("HEAD"), head.hasPrefix("refs/heads/") else {
            throw Failure(
                "this repository has no default branch", advice: "on the server: git symbolic-ref HEAD refs/heads/main")
        }
        return head
    }

    /// Every symbolic ref with what it points at; of those that point at nothing yet, the ones named.
    func symbolicReferences(_ named: [String]) async throws -> [String: String] {
        var aliases: [String: String] = [:]
        for name in named { aliases[name] = try repository.symbolicTarget(of: name) }
        // Git's answer is known then, and pushes wait for it.
        if try repository.holdsOnlyPlainReferences() { return aliases }
        let output = try await GitCommand.run(
            "git", ["for-each-ref", "--format=%(refname) %(symref)"], outputLimit: 256 << 20)
        guard output.status == 0 else {
            throw Failure("git can't list the refs: \(output.standardError)", advice: "git fsck")
        }
        for line in output.standardOutput.split(separator: UInt8(ascii: "\n")) where line.last != UInt8(ascii: " ") {
            let names = line.split(separator: UInt8(ascii: " "))
            guard names.count == 2, let name = names.first, let target = names.last else { continue }
            aliases[String(decoding: name, as: UTF8.self)] = String(decoding: target, as: UTF8.self)
        }
        return aliases
    }

    /// The gate as a `pre-receive` hook needs it for these updates.
    func serverGate(for updates: [RefUpdate]) async throws -> PushGate {
        // Refs are then named otherwise here than in the push.
        if let namespace = ProcessInfo.processInfo.environment["GIT_NAMESPACE"], !namespace.isEmpty {
            throw Failure(
                "GIT_NAMESPACE is set, which is not supported", advice: "serve a repository without namespaces")
        }
        let root = try requiredTrustRoot()
        let policyReference = try await serverPolicyReference()
        let branches = try await protectedBranches(policyReference, updated: updates.map(\.reference))
        let ledger = try await ledger(for: .manyCommits)
        return PushGate(
            repository: repository, root: root, policyTip: try repository.reference(policyReference),
            branches: branches, ledger: ledger, now: Self.clock)
    }

    /// The branches that are protected, by the names that they and the refs of a push have here.
    private func protectedBranches(
        _ policyReference: String, updated: [String] = []
    ) async throws -> ProtectedBranches {
        let patterns = settings.all("countersign.protect")
        let named = [policyReference] + patterns.map(BranchName.full) + updated
        return try ProtectedBranches(
            patterns, policyReference: policyReference,
            names: RefNames(
                symbolic: try await symbolicReferences(named + [Ledger.reference, AINotesGate.reference]),
                foldsCase: settings["core.ignorecase"] == "true"))
    }

    /// Reads the protected branches and the ledger, and keeps what is kept of them: the first push would wait for it.
    ///
    /// In somebody else's repository nothing is kept: the files could not be added to by those whose pushes need them.
    func readAhead() async throws {
        guard repository.isOwn else { return }
        let branches = try await protectedBranches(try await serverPolicyReference())
        let tips = try repository.references().filter { branches.contains($0.name) }.map(\.commit)
        let progress = Progress("Reading commits", wanted: nil)
        defer { progress.finish() }
        _ = try await RepositoryHistory(repository: repository, tips: tips, onCommits: progress.step)
        _ = try await ledger(for: .manyCommits)
    }
}
