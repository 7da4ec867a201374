public import CountersignOpenPGP
public import CountersignSignatures

extension Policy {
    /// The version of the policy format that this program reads.
    public static let version = "1"
    /// The highest serial that a policy can have.
    public static let maximumSerial = 1_000_000_000

    /// Reads a policy, all of it or nothing.
    ///
    /// - Parameters:
    ///   - entries: the policy's entries, as `ConfigEntries.parse(listing:)` gives them.
    ///   - allowedSigners: the lines of `allowed_signers`.
    ///   - openPGP: the keys of `openpgp/`.
    ///   - revokedKeys: what `revoked_keys` holds.
    ///   - knownMarkerVersions: the versions of the built-in markers that `[ai] markers` may name.
    /// - Throws: `PolicyError`, at the first thing that is not allowed.
    public static func parse(
        entries: [ConfigEntry], allowedSigners: AllowedSigners, openPGP: OpenPGPKeyring = .empty,
        revokedKeys: RevokedKeys = .none, knownMarkerVersions: Set<String>
    ) throws(PolicyError) -> Policy {
        // Before anything else: the rest of another version may mean something else.
        try checkVersion(entries)
        let file = PolicyFile(sections: try PolicyGrammar.sections(of: entries))
        let levels = try LevelOrder(file.section("levels"))
        let roster = try Roster(file.all("person"), order: levels)
        return Policy(
            serial: try serial(file.section("countersign")),
            repository: try repository(file.section("countersign")),
            levels: levels,
            roster: roster,
            signers: try SignerKeys(allowedSigners, roster: roster),
            openPGP: openPGP,
            authorProof: try file.section("author").word("proof", as: AuthorProof.self) ?? .signature,
            unmarked: try file.section("ai").word("unmarked", as: UnmarkedTreatment.self) ?? .human,
            markerVersion: try markerVersion(file.section("ai"), known: knownMarkerVersions),
            markers: try each(file.all("marker")) { (section) throws(PolicyError) in try DeclaredMarker(section) },
            approval: try ApprovalSettings(file.section("approval")),
            rules: try each(file.all("rule")) { (section) throws(PolicyError) in try Rule(section, order: levels) },
            waiver: file.has("waiver") ? try WaiverSettings(file.section("waiver"), order: levels) : nil,
            revoked: try Revocations(file.section("revoked")),
            revokedKeys: revokedKeys)
    }

    private static func checkVersion(_ entries: [ConfigEntry]) throws(PolicyError) {
        let versions = entries.filter { $0.section == "countersign" && $0.subsection == nil && $0.key == "version" }
        guard let entry = versions.first else {
            throw PolicyError(
                .missingKey, at: .section("countersign", subsection: nil, key: "version"), found: nil, allowed: version)
        }
        guard entry.value?.hasSameBytes(as: version) == true else {
            throw entry.refusal(.unknownVersion, found: entry.value, allowed: version)
        }
    }

    private static func serial(_ section: PolicySection) throws(PolicyError) -> Int {
        guard let serial = try section.number("serial", in: 1...maximumSerial) else {
            let allowed = "a whole number from 1, one higher with every change"
            throw section.refusal(.missingKey, "serial", found: nil, allowed: allowed)
        }
        return serial
    }

    static let allowedRepository = "a name such as acme/shop: 1 to 200 visible ASCII characters without blanks"

    static func isRepository(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    private static func repository(_ section: PolicySection) throws(PolicyError) -> String {
        let repository = try section.required("repository", allowed: allowedRepository)
        guard isRepository(repository) else {
            throw section.refusal(.badValue, "repository", found: repository, allowed: allowedRepository)
        }
        return repository
    }

    private static func markerVersion(
        _ section: PolicySection, known: Set<String>
    ) throws(PolicyError) -> String? {
        guard let value = section.optional("markers") else { return nil }
        guard let version = known.first(where: { $0.hasSameBytes(as: value) }) else {
            let allowed = "a known version of the markers: \(known.sorted().joined(separator: ", "))"
            throw section.refusal(.badValue, "markers", found: value, allowed: allowed)
        }
        return version
    }

    private static func each<Value>(
        _ sections: [PolicySection], _ read: (PolicySection) throws(PolicyError) -> Value
    ) throws(PolicyError) -> [Value] {
        var values: [Value] = []
        for section in sections { values.append(try read(section)) }
        return values
    }
}

/// The sections of a policy, to be looked up by name.
private struct PolicyFile {
    let sections: [PolicySection]

    func all(_ name: String) -> [PolicySection] { sections.filter { $0.section == name } }

    func has(_ name: String) -> Bool { sections.contains { $0.section == name } }

    /// The section, or an empty one where the file has none: then every key has its default or is missing.
    func section(_ name: String) -> PolicySection {
        sections.first { $0.section == name } ?? PolicySection(section: name, name: nil)
    }
}
