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
        let owner: Person
        switch signer {
        case .ssh(let key):
            let listing = try listing(of: SSHIdentity(key: key.key, certificate: key.certificate))
            owner = listing.owner
            try check(owner, is: email, by: signer.fingerprint)
            try listing.check(for: namespace, at: moment)
        case .openPGP(let key):
            owner = try self.owner(ofOpenPGP: key.fingerprint, subkey: key.signingFingerprint)
            try check(owner, is: email, by: signer.fingerprint)
            guard key.isValid(at: moment) else {
                throw Refusal(.keyExpired, "\(signer.fingerprint) was not valid at \(moment.rfc3339)")
            }
        }
        return owner
    }

    private func check(_ owner: Person, is email: String, by key: String) throws(Refusal) {
        guard owner.email.hasSameBytes(as: email) else {
            throw Refusal(.keyNotThisPerson, "\(key) is \(owner.email)'s key, not \(email)'s")
        }
    }

    /// The person whose entry lists that primary key, neither it nor the subkey revoked.
    func owner(ofOpenPGP fingerprint: String, subkey: String) throws(Refusal) -> Person {
        for name in [fingerprint, subkey] where revoked.contains(openpgp: name) {
            throw Refusal(.keyRevoked, "the policy declares \(name) compromised")
        }
        guard let owner = roster.person(openpgp: fingerprint) else {
            throw Refusal(.unknownKey, "the policy lists \(fingerprint) for nobody")
        }
        return owner
    }
}
