public import CountersignObjects
internal import CountersignOpenPGP
public import CountersignPolicy
public import CountersignSignatures

/// A key that is about to sign.
public enum SignerKey: Sendable {
    /// A plain SSH key.
    case ssh(SSHPublicKey)
    /// An SSH key with its certificate.
    case certificate(SSHCertificate)
    /// An OpenPGP key, by the primary key's fingerprint in upper-case hexadecimal digits.
    case openPGP(fingerprint: String)

    /// What names the key in reports.
    public var fingerprint: String {
        switch self {
        case .ssh(let key): key.fingerprint
        case .certificate(let certificate): certificate.publicKey.fingerprint
        case .openPGP(let fingerprint): fingerprint
        }
    }
}

extension Policy {
    /// The person whose approval a signature by this key would be at that moment.
    ///
    /// - Throws: `Refusal`: what would be said of the approval.
    public func signer(_ key: SignerKey, at moment: Timestamp) throws(Refusal) -> Person {
        switch key {
        case .ssh(let key): try signer(SSHIdentity(key: key, certificate: nil), at: moment)
        case .certificate(let certificate):
            try signer(SSHIdentity(key: certificate.publicKey, certificate: certificate), at: moment)
        case .openPGP(let fingerprint): try signer(openPGP: fingerprint)
        }
    }

    /// What names the person's keys that the policy lists itself, those by way of an authority left out.
    public func listedKeys(of person: Person) -> [String] {
        var names: [String] = []
        for name in keys(of: person).map(\.key.fingerprint) + person.openpgp where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    private func signer(_ identity: SSHIdentity, at moment: Timestamp) throws(Refusal) -> Person {
        let listing = try listing(of: identity)
        try listing.check(for: SignatureNamespace.approval, at: moment)
        return listing.owner
    }

    /// A key that is listed and not there verifies nothing.
    private func signer(openPGP fingerprint: String) throws(Refusal) -> Person {
        let person = try owner(ofOpenPGP: fingerprint, subkey: fingerprint)
        guard openPGP.certificate(fingerprint: fingerprint) != nil else {
            throw Refusal(
                .unknownKey,
                "the policy lists \(fingerprint) for \(person.email), and .countersign/openpgp lacks the key")
        }
        return person
    }
}
