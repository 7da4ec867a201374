/// Which sections and keys a policy has.
enum PolicyGrammar {
    /// The keys of one section.
    struct Shape: Sendable {
        /// Whether the section has a quoted name.
        var isNamed = false
        /// The keys that take one value.
        var single: [String] = []
        /// The keys that may stand several times.
        var repeatable: [String] = []

        var keys: String { (single + repeatable).joined(separator: ", ") }
    }

    static let shapes: [String: Shape] = [
        "countersign": Shape(single: ["version", "serial", "repository"]),
        "levels": Shape(single: ["order", "trusted"]),
        "person": Shape(isNamed: true, single: ["name", "level"], repeatable: ["email", "openpgp"]),
        "author": Shape(single: ["proof"]),
        "ai": Shape(single: ["unmarked", "markers"]),
        "marker": Shape(isNamed: true, single: ["tool"], repeatable: ["trailer", "author"]),
        "approval": Shape(single: ["count", "carry", "scope", "grace", "touch"]),
        "rule": Shape(isNamed: true, single: ["applies-to", "count", "level"], repeatable: ["path"]),
        "waiver": Shape(single: ["level", "max"]),
        "revoked": Shape(repeatable: ["key", "statement"]),
    ]

    /// The sections in the order of the file, each with only the keys that it may have.
    static func sections(of entries: [ConfigEntry]) throws(PolicyError) -> [PolicySection] {
        var sections: [PolicySection] = []
        var positions: [[UInt8]: Int] = [:]
        for entry in entries {
            let shape = try shape(for: entry)
            if let position = positions[identity(of: entry)] {
                guard position == sections.count - 1 else {
                    throw entry.refusal(
                        .repeatedSection, found: entry.value, allowed: "each section once, all its keys together")
                }
            } else {
                positions[identity(of: entry)] = sections.count
                sections.append(PolicySection(section: entry.section, name: entry.subsection))
            }
            try sections[sections.count - 1].take(entry, shape: shape)
        }
        return sections
    }

    /// Section and name as bytes: names that Unicode calls equivalent are two names.
    private static func identity(of entry: ConfigEntry) -> [UInt8] {
        Array(entry.section.utf8) + (entry.subsection.map { [0] + Array($0.utf8) } ?? [])
    }

    private static func shape(for entry: ConfigEntry) throws(PolicyError) -> Shape {
        guard entry.section != "include", entry.section != "includeif" else {
            throw entry.refusal(.include, found: entry.value ?? "", allowed: "no include: the policy is one file")
        }
        guard let shape = shapes[entry.section] else {
            let known = shapes.keys.sorted().joined(separator: ", ")
            throw entry.refusal(.unknownSection, found: entry.section, allowed: "one of the sections \(known)")
        }
        guard shape.isNamed == (entry.subsection != nil) else {
            let allowed = shape.isNamed ? "[\(entry.section) \"NAME\"]" : "[\(entry.section)] without a name"
            throw entry.refusal(.unknownSection, found: entry.subsection, allowed: allowed)
        }
        return shape
    }
}

extension ConfigEntry {
    /// A refusal of this entry.
    func refusal(_ code: PolicyError.Code, found: String?, allowed: String) -> PolicyError {
        PolicyError(
            code, at: .section(section, subsection: subsection, key: key), found: found, allowed: allowed)
    }
}
