/// The people of a policy; no e-mail and no OpenPGP key belongs to two of them.
public struct Roster: Sendable {
    /// The people in the order of the file.
    public let people: [Person]
    private let byEmail: [[UInt8]: Int]
    private let byPrimary: [[UInt8]: Int]
    private let byOpenPGP: [String: Int]

    /// The person with that address, primary or other: A to Z in either case, every other byte exact.
    ///
    /// An address
    /// with blanks around it or a look-alike in it is nobody's.
    public func person(forEmail email: some Sequence<UInt8>) -> Person? {
        byEmail[EmailAddress.folded(email)].map { people[$0] }
    }

    /// The person with that address; see `person(forEmail:)` for bytes.
    public func person(forEmail email: String) -> Person? { person(forEmail: email.utf8) }

    /// The person with exactly that primary e-mail, byte for byte.
    public func person(primary email: String) -> Person? { byPrimary[Array(email.utf8)].map { people[$0] } }

    /// The person with that OpenPGP key; the fingerprint in either case.
    public func person(openpgp fingerprint: String) -> Person? {
        Fingerprint.openPGP(fingerprint).flatMap { byOpenPGP[$0] }.map { people[$0] }
    }

    init(_ sections: [PolicySection], order: LevelOrder) throws(PolicyError) {
        var people: [Person] = []
        var byEmail: [[UInt8]: Int] = [:]
        var byOpenPGP: [String: Int] = [:]
        for section in sections {
            let person = try Person(section, order: order)
            for email in person.emails {
                if let other = byEmail.updateValue(people.count, forKey: EmailAddress.folded(email.utf8)) {
                    throw Self.shared(.sharedEmail, email, key: "email", section, with: people[other])
                }
            }
            for fingerprint in person.openpgp {
                if let other = byOpenPGP.updateValue(people.count, forKey: fingerprint) {
                    throw Self.shared(.sharedKey, fingerprint, key: "openpgp", section, with: people[other])
                }
            }
            people.append(person)
        }
        self.people = people
        self.byEmail = byEmail
        self.byOpenPGP = byOpenPGP
        byPrimary = Dictionary(uniqueKeysWithValues: people.enumerated().map { (Array($1.email.utf8), $0) })
    }

    private static func shared(
        _ code: PolicyError.Code, _ found: String, key: String, _ section: PolicySection, with other: Person
    ) -> PolicyError {
        section.refusal(code, key, found: found, allowed: "what no other person has; \(other.email) has this one")
    }
}
