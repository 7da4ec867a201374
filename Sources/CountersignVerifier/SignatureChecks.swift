internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignOpenPGP
internal import CountersignSignatures

/// The outcome of the cryptography alone, before any policy: which key made a statement's signature.
enum SignatureOutcome: Sendable {
    case good([VerifiedSigner])
    case bad(Refusal)
}

/// The OpenPGP keys that a policy has, and the moment at which their signatures are judged.
///
/// An SSH signature brings its key along; an OpenPGP signature only names it.
struct OpenPGPKeys: Hashable {
    let keyring: OpenPGPKeyring
    let now: Timestamp
}

/// Verifies each signature once, whichever policies then judge it.
///
/// What a key signed never changes, so the result is kept: for SSH once, for OpenPGP once for each keyring. Whose key
/// it is depends on the policy, and is not kept.
public final class SignatureChecks {
    /// A signed thing, and the keys that it was verified with; nil where it brings its own.
    private struct Subject<ID: Hashable>: Hashable {
        let id: ID
        let keys: OpenPGPKeys?
    }

    private var statements: [Subject<Digest256>: SignatureOutcome] = [:]
    private var commits: [Subject<ObjectID>: Result<VerifiedSigner, Refusal>] = [:]
    private var ahead: SignaturesAhead?
    private var verifiers: [OpenPGPKeys: OpenPGPVerifier] = [:]

    /// Starts with nothing verified.
    public init() {}

    /// The keys with a good signature over this payload; a bad signature beside a good one changes nothing.
    func outcome(of entry: LedgerStatement, keys: OpenPGPKeys) -> SignatureOutcome {
        let bringsItsKeys = Self.bringsItsKeys(entry)
        let subject = Subject(id: entry.digest, keys: bringsItsKeys ? nil : keys)
        if let known = statements[subject] { return known }
        let outcome = bringsItsKeys ? ahead?.outcome(of: entry) ?? verify(entry, keys) : verify(entry, keys)
        statements[subject] = outcome
        return outcome
    }

    /// Does `body` while the processor's other cores verify these statements, in the order in which it will want them.
    ///
    /// SSH signatures only: they bring their keys along, and wait for no policy.
    func checkingAhead<Result>(
        _ entries: [LedgerStatement], _ body: () async throws -> Result
    ) async throws -> Result {
        let ahead = SignaturesAhead(entries.filter(Self.bringsItsKeys)) { Self.outcome(of: $0, Self.verifySSH) }
        guard ahead.isWorthwhile else { return try await body() }
        self.ahead = ahead
        defer { self.ahead = nil }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.workers { group.addTask { await ahead.work() } }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    /// So many at most; no more run at once than there are cores.
    private static let workers = 8

    private static func bringsItsKeys(_ entry: LedgerStatement) -> Bool {
        entry.envelopes.allSatisfy { $0.signatureKind == .ssh }
    }

    private func verify(_ entry: LedgerStatement, _ keys: OpenPGPKeys) -> SignatureOutcome {
        Self.outcome(of: entry) { envelope throws(Refusal) in try verify(envelope, keys) }
    }

    private static func outcome(
        of entry: LedgerStatement, _ verify: (Envelope) throws(Refusal) -> VerifiedSigner
    ) -> SignatureOutcome {
        var good: [VerifiedSigner] = []
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

    private static func verifySSH(_ envelope: Envelope) throws(Refusal) -> VerifiedSigner {
        try ssh(SignatureNamespace.approval, envelope.preAuthenticationEncoding) { () throws(SSHSignatureError) in
            try SSHSignature.parse(blob: envelope.signature)
        }
    }

    private func verify(_ envelope: Envelope, _ keys: OpenPGPKeys) throws(Refusal) -> VerifiedSigner {
        switch envelope.signatureKind {
        case .ssh: return try Self.verifySSH(envelope)
        case .openPGP:
            do throws(OpenPGPError) {
                let message = envelope.preAuthenticationEncoding
                return .openPGP(try verifier(for: keys).verify(signature: envelope.signature, message: message))
            } catch {
                throw Refusal(error)
            }
        }
    }

    private static func ssh(
        _ namespace: String, _ message: [UInt8], _ parse: () throws(SSHSignatureError) -> SSHSignature
    ) throws(Refusal) -> VerifiedSigner {
        do throws(SSHSignatureError) {
            return .ssh(try parse().verify(message: message, namespace: namespace))
        } catch {
            if case .wrongNamespace = error { throw Refusal(.wrongNamespace, error.description) }
            throw Refusal(.badSignature, error.description)
        }
    }

    private func verifier(for keys: OpenPGPKeys) -> OpenPGPVerifier {
        if let known = verifiers[keys] { return known }
        let verifier = OpenPGPVerifier(keyring: keys.keyring, now: keys.now)
        verifiers[keys] = verifier
        return verifier
    }

    /// The key that signed a commit, over the raw object's bytes; nil when the commit carries no signature.
    func signer(of commit: CommitObject, keys: OpenPGPKeys) -> Result<VerifiedSigner, Refusal>? {
        guard let signature = commit.signature else { return nil }
        let isOpenPGP = signature.signature.starts(with: Self.openPGPArmor)
        let subject = Subject(id: commit.id, keys: isOpenPGP ? keys : nil)
        if let known = commits[subject] { return known }
        let result = Result { () throws(Refusal) in
            guard isOpenPGP else {
                return try Self.ssh(SignatureNamespace.commit, signature.payload) { () throws(SSHSignatureError) in
                    try SSHSignature.parse(armored: signature.signature)
                }
            }
            do throws(OpenPGPError) {
                let verifier = verifier(for: keys)
                return .openPGP(try verifier.verify(armored: signature.signature, message: signature.payload))
            } catch {
                throw Refusal(error)
            }
        }
        commits[subject] = result
        return result
    }

    private static let openPGPArmor = Array("-----BEGIN PGP SIGNATURE-----".utf8)
}

extension Refusal {
    /// What an OpenPGP signature that is not good means for an approval.
    init(_ error: OpenPGPError) {
        let code: RefusalCode =
            switch error {
            case .unknownKey: .unknownKey
            case .keyExpired, .signatureExpired: .keyExpired
            case .keyRevoked: .keyRevoked
            case .fromTheFuture: .fromTheFuture
            case .malformed, .unsupported, .unusableKey, .badSignature, .library: .badSignature
            }
        self.init(code, error.description)
    }
}
