/// One human or bot of the roster: section `[person "PRIMARY E-MAIL"]`.
public struct Person: Hashable, Sendable {
    /// The primary e-mail, as written; it names the person in statements and in `allowed_signers`.
    public let email: String
    /// The name to show; the primary e-mail where the policy gives none.
    public let name: String
    /// The person's rank.
    public let level: Level
    /// Every address of the person, as written, the primary first.
    public let emails: [String]
    /// OpenPGP fingerprints: 40 or 64 hexadecimal digits in upper case.
    public let openpgp: [String]

    init(_ section: PolicySection, order: LevelOrder) throws(PolicyError) {
        guard let email = section.name, EmailAddress.isAcceptableAsPrimary(email) else {
            throw section.refusal(.badValue, nil, found: section.name, allowed: EmailAddress.allowedPrimary)
        }
        guard let level = try section.level("level", in: order) else {
            throw section.refusal(.missingKey, "level", found: nil, allowed: order.allowed)
        }
        self.email = email
        self.level = level
        name = try section.plainText("name") ?? email
        emails = try Self.emails(section, primary: email)
        openpgp = try Self.fingerprints(section)
    }

    private static func emails(_ section: PolicySection, primary: String) throws(PolicyError) -> [String] {
        var emails = [primary]
        var seen: Set = [EmailAddress.folded(primary.utf8)]
        for email in section.all("email") {
            guard EmailAddress.isAcceptable(email) else {
                throw section.refusal(.badValue, "email", found: email, allowed: EmailAddress.allowed)
            }
            if seen.insert(EmailAddress.folded(email.utf8)).inserted { emails.append(email) }
        }
        return emails
    }

    private static func fingerprints(_ section: PolicySection) throws(PolicyError) -> [String] {
        var fingerprints: [String] = []
        for text in section.all("openpgp") {
            guard let fingerprint = Fingerprint.openPGP(text) else {
                throw section.refusal(.badValue, "openpgp", found: text, allowed: Fingerprint.allowedOpenPGP)
            }
            if !fingerprints.contains(fingerprint) { fingerprints.append(fingerprint) }
        }
        return fingerprints
    }
}
