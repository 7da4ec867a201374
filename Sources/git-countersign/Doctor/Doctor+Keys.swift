import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignReports
internal import CountersignSignatures
import CountersignVerifier

/// Who would sign, and whether that would count.
extension Doctor {
    /// A key that ends so soon, in seconds, is told of: thirty days.
    private static let soon: Int64 = 30 * 86_400

    func signingKey(_ review: Review?) async throws -> [Finding] {
        let roster = review?.inForce.policy.roster
        let signer: any Signer
        do {
            signer = try await workspace.signer { roster?.person(openpgp: $0) != nil }
        } catch {
            let failure = Failure(explaining: error)
            return [Finding("signing key", .mend, failure.message, fix: failure.advice)]
        }
        let found = [try await privateHalf(of: signer)].compactMap { $0 }
        guard let review else { return [Finding("signing key", .well, signer.key.fingerprint)] + found }
        return found + (try await listing(of: signer.key, review))
    }

    /// What the policy says of the key, and of whoever has it.
    private func listing(of key: SignerKey, _ review: Review) async throws -> [Finding] {
        let policy = review.inForce.policy
        let email = try await Identity.committer().email
        let person: Person
        do throws(Refusal) {
            person = try policy.signer(key, at: review.now)
        } catch {
            let advice = key.advice(on: error.code, for: policy.person(forEmail: email)?.email)
            return [Finding("signing key", .mend, "\(error.code.rawValue): \(error.detail)", fix: advice)]
        }
        let level = policy.isTrusted(person) ? "who may approve" : "who may not approve"
        let text = "\(key.fingerprint) of \(person.email), \(person.level.name), \(level)"
        return [Finding("signing key", .well, text)] + end(of: key, person, review) + identity(email, person, policy)
    }

    private func end(of key: SignerKey, _ person: Person, _ review: Review) -> [Finding] {
        guard case .ssh(let key) = key else { return [] }
        let lines = review.inForce.policy.keys(of: person).filter { $0.key == key }
        let ends = lines.map(\.validBefore)
        guard !ends.contains(nil), let last = ends.compactMap({ $0 }).max(),
            last < review.now.adding(seconds: Self.soon)
        else { return [] }
        return [
            Finding(
                "signing key", .note, "its time ends at \(last.rfc3339)",
                fix: "have a new key added to .countersign/allowed_signers before that")
        ]
    }

    private func identity(_ email: String, _ person: Person, _ policy: Policy) -> [Finding] {
        guard let other = policy.person(forEmail: email) else {
            return [
                Finding(
                    "identity", .mend, "<\(email)> is no address of \(person.email): nothing proves your commits yours",
                    fix: "git config user.email \(person.email)")
            ]
        }
        guard other.email != person.email else { return [Finding("identity", .well, "\(person.name) <\(email)>")] }
        return [
            Finding(
                "identity", .mend, "you commit as \(other.email) and sign as \(person.email)",
                fix: "git config user.email \(person.email)   (or user.signingKey for the other)")
        ]
    }

    /// Whether the private half can be had, where that can be told without using it.
    private func privateHalf(of signer: any Signer) async throws -> Finding? {
        guard signer is SSHSigner, case let found = try await SSHSigningKey.find(workspace.settings) else { return nil }
        if case .file(let path) = found.location {
            let isThere = !path.hasSuffix(".pub") || HookDirectory.exists(String(path.dropLast(4)))
            if isThere { return nil }
        }
        guard found.program == SSHSigningKey.openSSH else { return nil }
        let output = try await GitCommand.run("ssh-add", ["-l"])
        guard !String(decoding: output.standardOutput, as: UTF8.self).contains(signer.key.fingerprint) else {
            return nil
        }
        return Finding(
            "agent", .mend, "the agent does not hold \(signer.key.fingerprint), whose private half is nowhere else",
            fix: "ssh-add PATH-TO-KEY")
    }
}
