public import CountersignSignatures

/// The SSH keys of the roster's people: `allowed_signers`, held to stricter rules than OpenSSH's.
///
/// A line that is no certificate authority names exactly one person by the exact primary e-mail (OpenSSH would take a
/// pattern such as `*@example.com` for any address), and no key belongs to two people.
public struct SignerKeys: Sendable {
    /// The lines of certificate authorities, whose principals may be patterns.
    public let certAuthorities: [AllowedSigner]
    private let byPrimary: [[UInt8]: [AllowedSigner]]
    private let owners: [SSHPublicKey: Person]

    /// The person's own lines in the order of the file; one key may have several, for several spans of validity.
    public func keys(of person: Person) -> [AllowedSigner] { byPrimary[Array(person.email.utf8)] ?? [] }

    /// The person who has that key, whatever the time; nil for a key of nobody (certificate authorities included).
    public func owner(of key: SSHPublicKey) -> Person? { owners[key] }

    init(_ signers: AllowedSigners, roster: Roster) throws(PolicyError) {
        var byPrimary: [[UInt8]: [AllowedSigner]] = [:]
        var owners: [SSHPublicKey: Person] = [:]
        for signer in signers.entries where !signer.isCertAuthority {
            let person = try Self.person(of: signer, in: roster)
            if let other = owners.updateValue(person, forKey: signer.key), other.email != person.email {
                throw Self.refusal(
                    .sharedKey, signer, found: signer.key.fingerprint,
                    allowed: "a key that no other person has; \(other.email) has this one")
            }
            byPrimary[Array(person.email.utf8), default: []].append(signer)
        }
        self.byPrimary = byPrimary
        self.owners = owners
        certAuthorities = signers.entries.filter(\.isCertAuthority)
    }

    private static func person(of signer: AllowedSigner, in roster: Roster) throws(PolicyError) -> Person {
        guard let principal = signer.principals.first, signer.principals.count == 1,
            let person = roster.person(primary: principal)
        else {
            throw refusal(
                .badPrincipal, signer, found: signer.principals.joined(separator: ","),
                allowed: "exactly one primary e-mail of a person in the policy, as written there; no patterns, no lists"
            )
        }
        return person
    }

    private static func refusal(
        _ code: PolicyError.Code, _ signer: AllowedSigner, found: String, allowed: String
    ) -> PolicyError {
        PolicyError(code, at: .allowedSigners(line: signer.line), found: found, allowed: allowed)
    }
}
