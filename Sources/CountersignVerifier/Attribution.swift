internal import CountersignObjects
internal import CountersignOpenPGP
internal import CountersignPolicy
internal import CountersignSignatures

/// Whose a good signature is: a valid signature by anybody is nothing.
extension Policy {
    /// The person with that primary e-mail, when the policy says that the signature is hers, and then.
    ///
    /// - Parameters:
    ///   - signer: the key of a signature that was found good.
    ///   - email: the primary e-mail of whoever is said to have signed.
    ///   - namespace: what was signed.
    ///   - moment: when it was signed.
    func attribute(
        _ signer: VerifiedSigner, to email: String, for namespace: String, at moment: Timestamp
    ) throws(Refusal) -> Person {
        switch signer {
        case .ssh(let key): try attribute(key, to: email, for: namespace, at: moment)
        case .openPGP(let key): try attribute(key, to: email, at: moment)
        }
    }

    private func attribute(
        _ signer: VerifiedOpenPGPKey, to email: String, at moment: Timestamp
    ) throws(Refusal) -> Person {
        let name = signer.fingerprint
        for fingerprint in [name, signer.signingFingerprint] where revoked.contains(openpgp: fingerprint) {
            throw Refusal(.keyRevoked, "the policy declares \(fingerprint) compromised")
        }
        guard let owner = roster.person(openpgp: name) else {
            throw Refusal(.unknownKey, "the policy lists \(name) for nobody")
        }
        try check(owner, is: email, by: name)
        guard signer.isValid(at: moment) else {
            throw Refusal(.keyExpired, "\(name) was not valid at \(moment.rfc3339)")
        }
        return owner
    }

    private func attribute(
        _ signer: VerifiedSSHKey, to email: String, for namespace: String, at moment: Timestamp
    ) throws(Refusal) -> Person {
        if let revoked = revocation(of: signer) { throw revoked }
        guard let certificate = signer.certificate else {
            return try attribute(signer.key, to: email, for: namespace, at: moment)
        }
        return try attribute(certificate, to: email, for: namespace, at: moment)
    }

    /// Why nothing that this key signs counts, at whatever time; nil where nothing is revoked.
    private func revocation(of signer: VerifiedSSHKey) -> Refusal? {
        let keys = [signer.key, signer.certificate?.authority].compactMap { $0 }
        if let key = keys.first(where: revoked.contains) {
            return Refusal(.keyRevoked, "the policy declares \(key.fingerprint) compromised")
        }
        guard signer.certificate.map(revokedKeys.revoke) ?? revokedKeys.revoke(signer.key) else { return nil }
        return Refusal(.keyRevoked, "the policy's revoked_keys revokes \(signer.key.fingerprint)")
    }

    private func attribute(
        _ key: SSHPublicKey, to email: String, for namespace: String, at moment: Timestamp
    ) throws(Refusal) -> Person {
        let name = key.fingerprint
        guard let owner = owner(of: key) else { throw Refusal(.unknownKey, "the policy lists \(name) for nobody") }
        try check(owner, is: email, by: name)
        try check(keys(of: owner).filter { $0.key == key }, of: name, for: namespace, at: moment)
        return owner
    }

    private func attribute(
        _ certificate: SSHCertificate, to email: String, for namespace: String, at moment: Timestamp
    ) throws(Refusal) -> Person {
        let name = certificate.publicKey.fingerprint
        let lines = signers.certAuthorities.filter { $0.key == certificate.authority }
        guard !lines.isEmpty else {
            let authority = certificate.authority.fingerprint
            throw Refusal(.unknownKey, "\(name) is certified by \(authority), which the policy does not list")
        }
        let owner = try holder(of: certificate)
        try check(owner, is: email, by: name)
        guard certificate.isValid(at: moment) else {
            throw Refusal(.keyExpired, "the certificate of \(name) was not valid at \(moment.rfc3339)")
        }
        let covering = lines.filter { $0.names(principal: owner.email) }
        guard !covering.isEmpty else {
            throw Refusal(.keyNotThisPerson, "the policy lets no such authority vouch for \(owner.email)")
        }
        try check(covering, of: certificate.authority.fingerprint, for: namespace, at: moment)
        return owner
    }

    /// The one person whom a certificate names, among whatever other principals.
    ///
    /// A certificate for two people would let one of them speak as both, and so would one for somebody else's key.
    private func holder(of certificate: SSHCertificate) throws(Refusal) -> Person {
        let name = certificate.publicKey.fingerprint
        let named = certificate.principals.compactMap { person(primary: $0) }
        guard let holder = named.first else {
            throw Refusal(.keyNotThisPerson, "the certificate of \(name) names nobody by a primary e-mail")
        }
        if let other = named.first(where: { $0.email != holder.email }) {
            throw Refusal(
                .keyNotThisPerson, "the certificate of \(name) names two people, \(holder.email) and \(other.email)")
        }
        if let owner = owner(of: certificate.publicKey), owner.email != holder.email {
            throw Refusal(
                .keyNotThisPerson, "\(name) is \(owner.email)'s key, and its certificate names \(holder.email)")
        }
        return holder
    }

    private func check(_ owner: Person, is email: String, by key: String) throws(Refusal) {
        guard owner.email.hasSameBytes(as: email) else {
            throw Refusal(.keyNotThisPerson, "\(key) is \(owner.email)'s key, not \(email)'s")
        }
    }

    /// One line must permit it all: the namespace of one and the time of another make no whole.
    private func check(
        _ lines: [AllowedSigner], of key: String, for namespace: String, at moment: Timestamp
    ) throws(Refusal) {
        let permitted = lines.filter { $0.permits(namespace: namespace) }
        guard !permitted.isEmpty else {
            throw Refusal(.wrongNamespace, "\(key) is not listed for the namespace \(namespace)")
        }
        guard permitted.contains(where: { $0.isValid(at: moment) }) else {
            throw Refusal(.keyExpired, "\(key) was not valid at \(moment.rfc3339)")
        }
    }
}
