internal import CountersignObjects
internal import CountersignPolicy
internal import CountersignSignatures

/// A key as a signature shows it: plain, or with a certificate, by whose authority alone it then counts.
struct SSHIdentity {
    let key: SSHPublicKey
    let certificate: SSHCertificate?
}

/// Whom a policy takes for the holder of an SSH key, and within which limits.
struct SSHListing {
    /// The holder.
    let owner: Person
    /// What names the key, or the authority, whose lines these are.
    private let name: String
    private let lines: [AllowedSigner]
    private let certificate: SSHCertificate?

    fileprivate init(owner: Person, name: String, lines: [AllowedSigner], certificate: SSHCertificate?) {
        (self.owner, self.name, self.lines, self.certificate) = (owner, name, lines, certificate)
    }

    /// Makes sure that the key may sign for this purpose at this moment.
    ///
    /// One line must permit it all: the namespace of one and the time of another make no whole.
    func check(for namespace: String, at moment: Timestamp) throws(Refusal) {
        if let certificate, !certificate.isValid(at: moment) {
            let key = certificate.publicKey.fingerprint
            throw Refusal(.keyExpired, "the certificate of \(key) was not valid at \(moment.rfc3339)")
        }
        let permitted = lines.filter { $0.permits(namespace: namespace) }
        guard !permitted.isEmpty else {
            throw Refusal(.wrongNamespace, "\(name) is not listed for the namespace \(namespace)")
        }
        guard permitted.contains(where: { $0.isValid(at: moment) }) else {
            throw Refusal(.keyExpired, "\(name) was not valid at \(moment.rfc3339)")
        }
    }
}

extension Policy {
    /// Who holds the key, by the policy's lines; a revoked key is nobody's.
    func listing(of identity: SSHIdentity) throws(Refusal) -> SSHListing {
        if let revoked = revocation(of: identity) { throw revoked }
        if let certificate = identity.certificate { return try listing(of: certificate) }
        let name = identity.key.fingerprint
        guard let owner = owner(of: identity.key) else {
            throw Refusal(.unknownKey, "the policy lists \(name) for nobody")
        }
        let lines = keys(of: owner).filter { $0.key == identity.key }
        return SSHListing(owner: owner, name: name, lines: lines, certificate: nil)
    }

    /// Why nothing that this key signs counts, at whatever time; nil where nothing is revoked.
    private func revocation(of identity: SSHIdentity) -> Refusal? {
        let keys = [identity.key, identity.certificate?.authority].compactMap { $0 }
        if let key = keys.first(where: revoked.contains) {
            return Refusal(.keyRevoked, "the policy declares \(key.fingerprint) compromised")
        }
        guard identity.certificate.map(revokedKeys.revoke) ?? revokedKeys.revoke(identity.key) else { return nil }
        return Refusal(.keyRevoked, "the policy's revoked_keys revokes \(identity.key.fingerprint)")
    }

    private func listing(of certificate: SSHCertificate) throws(Refusal) -> SSHListing {
        let (name, authority) = (certificate.publicKey.fingerprint, certificate.authority.fingerprint)
        let lines = signers.certAuthorities.filter { $0.key == certificate.authority }
        guard !lines.isEmpty else {
            throw Refusal(.unknownKey, "\(name) is certified by \(authority), which the policy does not list")
        }
        let owner = try holder(of: certificate)
        let covering = lines.filter { $0.names(principal: owner.email) }
        guard !covering.isEmpty else {
            throw Refusal(.keyNotThisPerson, "the policy does not let \(authority) vouch for \(owner.email)")
        }
        return SSHListing(owner: owner, name: authority, lines: covering, certificate: certificate)
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
}
