internal import CountersignObjects
internal import CountersignOpenPGP
internal import CountersignSignatures

/// A policy taken apart into single statements, so that two policies can be compared without leaving anything out.
///
/// Everything that `Policy` holds must show up here: a field that is forgotten is a change that nobody is shown.
struct PolicyFacts {
    /// One thing that has one value: `june@example.com` is `junior`.
    struct Setting {
        let subject: String
        let value: String
        /// How to say that the subject is new or gone; nil: as a change from or to nothing.
        var added: String?
        var removed: String?
    }

    /// One thing that is there or not: `key SHA256:… for june@example.com`.
    struct Thing {
        let kind: String
        let value: String
        /// How the value belongs to its owner, such as ` for june@example.com`.
        var suffix = ""

        /// The text for a person.
        var text: String { "\(kind) \(value)\(suffix)" }
        /// The parts kept apart, for a value may hold the words that join them.
        var identity: [UInt8] { Array(kind.utf8) + [0] + Array(value.utf8) + [0] + Array(suffix.utf8) }
    }

    private(set) var settings: [Setting] = []
    private(set) var things: [Thing] = []

    init(_ policy: Policy) {
        addBasics(policy)
        for person in policy.roster.people { add(person, signers: policy.signers) }
        for signer in policy.signers.certAuthorities {
            add("certificate authority", [Self.text(signer)], " for \(signer.principals.joined(separator: ","))")
        }
        for certificate in policy.openPGP.certificates {
            add("OpenPGP key", certificate.facts)
            set("OpenPGP key \(certificate.fingerprint): SHA-256 of its file", OpenPGPKeyring.digest(of: certificate))
        }
        for rule in policy.rules { add(rule) }
        for marker in policy.markers { add(marker) }
        add("revocation of key", policy.revoked.keys.sorted())
        add("revocation, in revoked_keys, of", policy.revokedKeys.facts)
        add("revocation of statement", policy.revoked.statements.sorted())
    }

    private mutating func set(_ subject: String, _ value: String) {
        settings.append(Setting(subject: subject, value: value))
    }

    private mutating func add(_ kind: String, _ values: [String], _ suffix: String = "") {
        things += values.map { Thing(kind: kind, value: $0, suffix: suffix) }
    }

    private mutating func addBasics(_ policy: Policy) {
        set("serial", String(policy.serial))
        set("repository", policy.repository)
        set("levels", policy.levels.levels.map(\.name).joined(separator: " < "))
        set("trusted level", policy.levels.trusted.name)
        set("author proof", policy.authorProof.rawValue)
        set("unmarked commits", policy.unmarked.rawValue)
        set("version of the built-in markers", policy.markerVersion ?? "the program's own")
        set("approval count", String(policy.approval.count))
        set("approval carry", policy.approval.carry.rawValue)
        set("approval scope", policy.approval.scope.rawValue)
        set("approval grace", policy.approval.graceSeconds.map(TimeSpan.text) ?? "none")
        set("approval touch", String(policy.approval.touch))
        let waiver = policy.waiver.map { "by \($0.level.name), for at most \(TimeSpan.text($0.maximumSeconds))" }
        set("waivers", waiver ?? "none")
    }

    private mutating func add(_ person: Person, signers: SignerKeys) {
        settings.append(
            Setting(
                subject: person.email, value: person.level.name,
                added: "\(person.email): added as \(person.level.name)",
                removed: "\(person.email): removed (was \(person.level.name))"))
        if person.name != person.email { set("\(person.email) name", person.name) }
        add("address", Array(person.emails.dropFirst()), " for \(person.email)")
        add("OpenPGP key", person.openpgp, " for \(person.email)")
        add("key", signers.keys(of: person).map(Self.text), " for \(person.email)")
    }

    private mutating func add(_ rule: Rule) {
        let subject = "rule \(rule.name)"
        set("\(subject): count", rule.count.map(String.init) ?? "the usual")
        set("\(subject): level", rule.level?.name ?? "the trusted")
        set("\(subject): applies to", rule.appliesTo.rawValue)
        add("path", rule.paths.map(\.pattern), " in \(subject)")
    }

    private mutating func add(_ marker: DeclaredMarker) {
        set("marker \(marker.name): tool", marker.tool)
        add("trailer", marker.trailers, " in marker \(marker.name)")
        add("author", marker.authors, " in marker \(marker.name)")
    }

    private static func text(_ signer: AllowedSigner) -> String {
        let limits = [
            signer.namespaces.map { "namespaces \($0.joined(separator: ","))" },
            signer.validAfter.map { "valid after \($0.rfc3339)" },
            signer.validBefore.map { "valid before \($0.rfc3339)" },
        ].compactMap { $0 }
        return signer.key.fingerprint + (limits.isEmpty ? "" : " (\(limits.joined(separator: "; ")))")
    }
}
