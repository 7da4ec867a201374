/// Which commits a rule is about: `applies-to`.
public enum RuleScope: String, CaseIterable, Sendable {
    /// Flagged commits whose author is not proven trusted (the default).
    case ai
    /// Any commit, whoever wrote it.
    case all
}

/// More than the usual for some paths: section `[rule "NAME"]`.
public struct Rule: Hashable, Sendable {
    /// The name in the section's head.
    public let name: String
    /// The rule is about commits that touch a path which any of these match; never empty.
    public let paths: [Glob]
    /// Which commits the rule is about.
    public let appliesTo: RuleScope
    /// Approvals needed; nil: as many as `[approval]` asks for.
    public let count: Int?
    /// The level they must have; nil: the trusted one.
    public let level: Level?

    /// Whether any of the paths is one of the rule's.
    public func matches(anyOf touched: some Sequence<[UInt8]>) -> Bool {
        touched.contains { path in paths.contains { $0.matches(path) } }
    }

    init(_ section: PolicySection, order: LevelOrder) throws(PolicyError) {
        name = try section.plainName()
        var paths: [Glob] = []
        for pattern in section.all("path") {
            do {
                paths.append(try Glob(pattern))
            } catch {
                throw section.refusal(.badValue, "path", found: pattern, allowed: error.allowed)
            }
        }
        guard !paths.isEmpty else {
            throw section.refusal(.missingKey, "path", found: nil, allowed: "at least one pattern of paths")
        }
        self.paths = paths
        appliesTo = try section.word("applies-to", as: RuleScope.self) ?? .ai
        count = try section.number("count", in: 1...ApprovalSettings.maximumCount)
        level = try section.level("level", in: order)
    }
}
