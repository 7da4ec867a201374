internal import CountersignObjects
internal import CountersignOpenPGP
internal import CountersignPolicy
internal import CountersignSignatures

extension Policy {
    /// The primary addresses of everybody whose entry or keys differ between two policies, or who is in one only.
    static func changedPeople(from old: Policy, to new: Policy) -> Set<String> {
        var changed: Set<String> = []
        for person in old.roster.people + new.roster.people {
            if old.standing(of: person.email) != new.standing(of: person.email)
                || old.keyTerms(of: person) != new.keyTerms(of: person)
            {
                changed.insert(person.email)
            }
        }
        return changed
    }

    /// What the policy says of a person.
    ///
    /// A level's place among the others is left out: it moves with every level that is added below, and only being
    /// trusted or not makes a difference to the person.
    private func standing(of email: String) -> [String]? {
        guard let person = person(primary: email) else { return nil }
        return [person.name, person.level.name, String(isTrusted(person))] + person.emails.sorted()
            + person.openpgp.sorted().flatMap { [$0, String(revoked.contains(openpgp: $0))] + openPGPDigests(of: $0) }
    }

    private func openPGPDigests(of fingerprint: String) -> [String] {
        openPGP.certificate(fingerprint: fingerprint).map { [OpenPGPKeyring.digest(of: $0)] } ?? []
    }

    private func keyTerms(of person: Person) -> Set<KeyTerms> {
        // An authority that may vouch for this one person only is as good as a key of hers.
        let authorities = signers.certAuthorities.filter { $0.principals == [person.email] }
        return Set((keys(of: person) + authorities).map { KeyTerms($0, isRevoked: revokes($0.key)) })
    }
}

extension Policy {
    /// Whether the key is declared compromised: to take that back is to give the key to its owner again.
    private func revokes(_ key: SSHPublicKey) -> Bool { revoked.contains(key) || revokedKeys.revoke(key) }
}

/// A line of `allowed_signers` without its place in the file.
private struct KeyTerms: Hashable {
    let key: SSHPublicKey
    let namespaces: [String]?
    let validAfter: Timestamp?
    let validBefore: Timestamp?

    let isRevoked: Bool

    init(_ signer: AllowedSigner, isRevoked: Bool) {
        self.isRevoked = isRevoked
        key = signer.key
        namespaces = signer.namespaces
        validAfter = signer.validAfter
        validBefore = signer.validBefore
    }
}
