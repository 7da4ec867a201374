import CountersignGit
import CountersignObjects

/// Which branch is the protected one, and which the one at hand.
extension Workspace {
    /// The ref that holds the policy (`countersign.policyRef`): by default the remote's default branch, in a
    /// repository without remotes its own.
    func policyReference() async throws -> (name: String, commit: ObjectID)? {
        if let configured = settings["countersign.policyref"] {
            guard let commit = try repository.reference(configured) else {
                throw Failure(
                    "countersign.policyRef names \(configured), and there is no such ref",
                    advice: "git fetch, or git config countersign.policyRef refs/remotes/origin/main")
            }
            return (configured, commit)
        }
        for name in try await defaultBranchCandidates() {
            if let commit = try repository.reference(name) { return (name, commit) }
        }
        return nil
    }

    private func defaultBranchCandidates() async throws -> [String] {
        let remote = try await remoteName()
        let head = try symbolicReference("refs/remotes/\(remote)/HEAD")
        let local = [settings["init.defaultbranch"], "main", "master"].compactMap { $0 }.map { "refs/heads/\($0)" }
        if let head { return [head] }
        if repository.isBare, let own = try symbolicReference("HEAD") { return [own] }
        return ["refs/remotes/\(remote)/main", "refs/remotes/\(remote)/master"] + local
    }

    /// The remote of the current branch, else `origin`.
    func remoteName() async throws -> String {
        let branch = try symbolicReference("HEAD")?.dropFirst("refs/heads/".count)
        return branch.flatMap { settings["branch.\($0).remote"] } ?? "origin"
    }

    /// What a symbolic ref points at; nil when it is none.
    func symbolicReference(_ name: String) throws -> String? { try repository.symbolicTarget(of: name) }

    /// The full name of the branch that a range is verified for: the one asked for, else the protected one's own name
    /// on the server.
    func target(_ requested: String?) async throws -> String? {
        if let requested { return requested.hasPrefix("refs/") ? requested : "refs/heads/\(requested)" }
        guard let name = try await policyReference()?.name else { return nil }
        guard name.hasPrefix("refs/remotes/") else { return name }
        let parts = name.split(separator: "/", maxSplits: 3)
        return parts.count == 4 ? "refs/heads/\(parts[3])" : nil
    }

    /// The commit that the current branch is compared with.
    func defaultBase() async throws -> ObjectID {
        if let reference = try await policyReference() { return reference.commit }
        throw Failure(
            "no branch to compare with: the remote's default branch is not known",
            advice: "git remote set-head origin --auto, or name a range: BASE..HEAD")
    }
}
