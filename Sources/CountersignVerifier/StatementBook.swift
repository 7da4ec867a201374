internal import CountersignApprovals
internal import CountersignObjects
public import CountersignPolicy
internal import CountersignSignatures

/// A statement whose signature is good, by a key that the policy lists for the reviewer it names.
///
/// Only ``StatementBook`` makes one: whoever holds this value need not ask again who signed.
public struct VerifiedStatement: Sendable {
    /// The statement, its digest and where it hangs.
    public let entry: LedgerStatement
    /// Who signed it.
    public let reviewer: Person
    /// The fingerprint of the key that made the signature.
    public let key: String

    fileprivate init(entry: LedgerStatement, reviewer: Person, key: String) {
        self.entry = entry
        self.reviewer = reviewer
        self.key = key
    }

    var statement: Statement { entry.statement }
}

/// The statements of a ledger as one policy sees them, at one "now".
public final class StatementBook {
    /// How far a clock may be ahead, in seconds (POLICY.md, "When an approval counts").
    static let clockTolerance: Int64 = 300

    let policy: Policy
    let index: any StatementSource
    let now: Timestamp
    let checks: SignatureChecks
    /// What this policy's OpenPGP signatures are verified with.
    var openPGPKeys: OpenPGPKeys { OpenPGPKeys(keyring: policy.openPGP, now: now) }
    private var known: [Digest256: Result<VerifiedStatement, Refusal>] = [:]

    init(policy: Policy, index: any StatementSource, now: Timestamp, checks: SignatureChecks) {
        self.policy = policy
        self.index = index
        self.now = now
        self.checks = checks
    }

    /// Whether the statement is signed by the person it names, for this repository, and not in the future.
    func verified(_ entry: LedgerStatement) -> Result<VerifiedStatement, Refusal> {
        if let result = known[entry.digest] { return result }
        let result = Result { () throws(Refusal) in try verify(entry) }
        known[entry.digest] = result
        return result
    }

    private func verify(_ entry: LedgerStatement) throws(Refusal) -> VerifiedStatement {
        let statement = entry.statement
        let key: String
        let reviewer: Person
        switch checks.outcome(of: entry, keys: openPGPKeys) {
        case .bad(let refusal): throw refusal
        case .good(let keys): (key, reviewer) = try attribute(statement, to: keys)
        }
        if statement.signedAt > now.adding(seconds: Self.clockTolerance) {
            throw Refusal(.fromTheFuture, "it says it was signed at \(statement.signedAt.rfc3339)")
        }
        guard statement.repository.hasSameBytes(as: policy.repository) else {
            throw Refusal(.otherRepository, "it was given for \(statement.repository), not \(policy.repository)")
        }
        if policy.revoked.statements.contains(entry.digest.text) {
            throw Refusal(.revoked, "the policy lists it under [revoked]")
        }
        return VerifiedStatement(entry: entry, reviewer: reviewer, key: key)
    }

    /// The first of the keys that is the reviewer's and fit for this; else the first key's refusal.
    private func attribute(_ statement: Statement, to keys: [VerifiedSigner]) throws(Refusal) -> (String, Person) {
        var refusal = Refusal(.badSignature, "it has no signature")
        for (number, signer) in keys.enumerated() {
            do throws(Refusal) {
                return (signer.fingerprint, try owner(of: signer, for: statement))
            } catch {
                if number == 0 { refusal = error }
            }
        }
        throw refusal
    }

    private func owner(of signer: VerifiedSigner, for statement: Statement) throws(Refusal) -> Person {
        let owner = try policy.attribute(
            signer, to: statement.reviewer, for: SignatureNamespace.approval, at: statement.signedAt)
        if policy.approval.touch, statement.decision == .approve, !signer.isTouched {
            throw Refusal(.untouchedKey, "the policy counts only approvals by a FIDO key that was touched")
        }
        return owner
    }

    /// What takes a verified statement back: a revocation by the same person.
    ///
    /// A revocation itself is final.
    func takenBack(_ verified: VerifiedStatement) throws -> Refusal? {
        for entry in try index.revocations(of: verified.entry.digest) where entry.statement.decision == .revoke {
            guard case .success(let revocation) = self.verified(entry),
                revocation.reviewer.email == verified.reviewer.email
            else { continue }
            let when = revocation.statement.signedAt.rfc3339
            return Refusal(.revoked, "\(revocation.reviewer.email) took it back at \(when)")
        }
        return nil
    }
}
