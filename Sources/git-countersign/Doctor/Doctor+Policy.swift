import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignReports
import CountersignVerifier

/// What judges commits here, and what vouches for it.
extension Doctor {
    func trustRoot() async throws -> [Finding] {
        guard options.policy == nil else { return [] }
        guard let root = try workspace.trustRoot(options) else {
            return [
                Finding(
                    "trust root", .mend, "none is pinned: whatever policy a branch brings along judges it",
                    fix: "git config countersign.trustRoot FULL-ID   (of the commit that adopted the policy)")
            ]
        }
        return [Finding("trust root", .well, root.abbreviated)]
    }

    func policy(_ review: Review) throws -> [Finding] {
        let policy = review.inForce.policy
        let trusted = policy.roster.people.filter(policy.isTrusted)
        var findings: [Finding] = []
        for person in trusted where policy.listedKeys(of: person).isEmpty && policy.signers.certAuthorities.isEmpty {
            findings.append(
                Finding(
                    "policy", .note, "\(person.email) may approve and has no key to do it with",
                    fix: "have the key added to .countersign/allowed_signers"))
        }
        if trusted.count == 1, let only = trusted.first {
            findings.append(
                Finding(
                    "policy", .note, "\(only.email) alone may approve, so nobody can approve changes to that entry"))
        }
        return try findings + standing(review)
    }

    /// A `.countersign/` that lies there without being in force.
    private func standing(_ review: Review) throws -> [Finding] {
        guard let base = review.base, let tree = review.inForce.tree else { return [] }
        let entry = try review.verifier.policyEntry(at: base)
        guard entry != .tree(tree) else { return [] }
        return [
            Finding(
                "policy", .mend, "the one at \(base.abbreviated) is not in force: nobody approved the change",
                fix: "git countersign audit   (tells which commit lacks the approval)")
        ]
    }
}
