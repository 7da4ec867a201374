internal import CountersignObjects
internal import CountersignPolicy
internal import CountersignSignatures

extension Policy {
    /// The primary addresses of everybody whose entry or keys differ between two policies, or who is in one only.
    static func changedPeople(from old: Policy, to new: Policy) -> Set<String> {
        var changed: Set<String> = []
        for person in old.roster.people + new.roster.people {
            let (before, after) = (old.person(primary: person.email), new.person(primary: person.email))
            if before != after || old.keyTerms(of: person) != new.keyTerms(of: person) { changed.insert(person.email) }
        }
        return changed
    }

    private func keyTerms(of person: Person) -> Set<KeyTerms> {
        Set(keys(of: person).map(KeyTerms.init))
    }
}

/// A line of `allowed_signers` without its place in the file.
private struct KeyTerms: Hashable {
    let key: SSHPublicKey
    let namespaces: [String]?
    let validAfter: Timestamp?
    let validBefore: Timestamp?

    init(_ signer: AllowedSigner) {
        key = signer.key
        namespaces = signer.namespaces
        validAfter = signer.validAfter
        validBefore = signer.validBefore
    }
}
