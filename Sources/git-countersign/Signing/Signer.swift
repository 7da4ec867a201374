import CountersignApprovals
internal import CountersignSignatures
import CountersignVerifier

/// Whatever signs approvals: the same program, with the same key, that git signs commits with.
protocol Signer: Sendable {
    /// The key that would sign.
    var key: SignerKey { get }

    /// An envelope for the payload, signed as an approval.
    func sign(payload: [UInt8]) async throws -> Envelope
}

extension SignerKey {
    /// What mends a refusal of the key: a line for a key that is not listed, another key for one that is.
    func advice(on refusal: RefusalCode, for email: String?) -> String {
        switch refusal {
        case .unknownKey, .keyNotThisPerson: additions(for: email)
        default: "sign with another key that the policy lists: git config user.signingKey"
        }
    }

    /// What must be added to the policy so that the key counts for this person; nil where the person is not known.
    private func additions(for email: String?) -> String {
        let name = email ?? "YOUR-PRIMARY-EMAIL"
        return switch self {
        case .ssh(let key):
            "have the line “\(name) \(key.authorizedKeysForm)” added to .countersign/allowed_signers, "
                + "or sign with a listed key: git config user.signingKey"
        case .certificate(let certificate):
            "have the line “\(name) cert-authority \(certificate.authority.authorizedKeysForm)” added to "
                + ".countersign/allowed_signers, or sign with a listed key: git config user.signingKey"
        case .openPGP(let fingerprint):
            "have “openpgp = \(fingerprint)” added to [person \"\(name)\"] in .countersign/policy, and the key: gpg "
                + "--armor --export --export-options export-minimal \(fingerprint) > .countersign/openpgp/\(name).asc"
        }
    }
}
