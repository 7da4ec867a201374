internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignSignatures

/// The outcome of the cryptography alone, before any policy: which key made a statement's signature.
enum SignatureOutcome: Sendable {
    case good([VerifiedSSHKey])
    case bad(Refusal)
}

/// Verifies each signature once, whichever policies then judge it.
///
/// What a key signed never changes, so the result is kept; whose key it is depends on the policy, and is not.
public final class SignatureChecks {
    private var statements: [Digest256: SignatureOutcome] = [:]
    private var commits: [ObjectID: Result<VerifiedSSHKey, SSHSignatureError>] = [:]

    /// Starts with nothing verified.
    public init() {}

    /// The keys with a good signature over this payload; a bad signature beside a good one changes nothing.
    func outcome(of entry: LedgerStatement) -> SignatureOutcome {
        if let known = statements[entry.digest] { return known }
        let outcome = Self.verify(entry)
        statements[entry.digest] = outcome
        return outcome
    }

    private static func verify(_ entry: LedgerStatement) -> SignatureOutcome {
        var good: [VerifiedSSHKey] = []
        var refusal: Refusal?
        for envelope in entry.envelopes {
            do throws(Refusal) {
                good.append(try verify(envelope))
            } catch {
                refusal = refusal ?? error
            }
        }
        if good.isEmpty, let refusal { return .bad(refusal) }
        return .good(good)
    }

    private static func verify(_ envelope: Envelope) throws(Refusal) -> VerifiedSSHKey {
        guard envelope.signatureKind == .ssh else {
            throw Refusal(.badSignature, "OpenPGP signatures can't be verified by this version")
        }
        do throws(SSHSignatureError) {
            let signature = try SSHSignature.parse(blob: envelope.signature)
            return try signature.verify(
                message: envelope.preAuthenticationEncoding, namespace: SignatureNamespace.approval)
        } catch {
            if case .wrongNamespace = error { throw Refusal(.wrongNamespace, error.description) }
            throw Refusal(.badSignature, error.description)
        }
    }

    /// The key that signed a commit, over the raw object's bytes; nil when the commit carries no signature.
    func signer(of commit: CommitObject) -> Result<VerifiedSSHKey, SSHSignatureError>? {
        if let known = commits[commit.id] { return known }
        guard let signature = commit.signature else { return nil }
        let result = Result { () throws(SSHSignatureError) in
            try SSHSignature.parse(armored: signature.signature)
                .verify(message: signature.payload, namespace: SignatureNamespace.commit)
        }
        commits[commit.id] = result
        return result
    }
}
