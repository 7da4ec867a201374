/// What makes an author believed: `[author] proof`.
public enum AuthorProof: String, CaseIterable, Sendable {
    /// The author's own signature or `authored` statement (the default).
    case signature
    /// The author e-mail alone.
    case claim
}

/// How an unmarked commit counts: `[ai] unmarked`.
public enum UnmarkedTreatment: String, CaseIterable, Sendable {
    /// As written by a human (the default).
    case human
    /// It fails until it declares, unless its author is proven trusted.
    case declare
    /// As flagged.
    case ai
}

/// Which other commits an approval covers: `[approval] carry`.
public enum Carry: String, CaseIterable, Sendable {
    /// Only what it signs.
    case never
    /// Any commit with the same change digest (the default).
    case sameFiles = "same-files"
}

/// Where an approval holds: `[approval] scope`.
public enum ApprovalScope: String, CaseIterable, Sendable {
    /// On every branch (the default).
    case change
    /// On the branch that it names as target.
    case branch
}

/// What approvals must be like: section `[approval]`.
public struct ApprovalSettings: Hashable, Sendable {
    /// Approvals that a flagged commit needs; 1 by default, at most `maximumCount`.
    public let count: Int
    /// Which other commits an approval covers; `sameFiles` by default.
    public let carry: Carry
    /// Where an approval holds; `change` by default.
    public let scope: ApprovalScope
    /// Seconds after landing during which an audit waits; nil, the default, for none.
    public let graceSeconds: Int64?
    /// Whether SSH approvals count only by a FIDO key that was touched; false by default.
    public let touch: Bool

    /// The most approvals that a policy can ask for.
    public static let maximumCount = 100

    private enum Truth: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    init(_ section: PolicySection) throws(PolicyError) {
        count = try section.number("count", in: 1...Self.maximumCount) ?? 1
        carry = try section.word("carry", as: Carry.self) ?? .sameFiles
        scope = try section.word("scope", as: ApprovalScope.self) ?? .change
        graceSeconds = try section.seconds("grace")
        touch = try section.word("touch", as: Truth.self) == .yes
    }
}

/// Who may let a commit through without approval, and for how long: section `[waiver]`.
public struct WaiverSettings: Hashable, Sendable {
    /// The lowest level that may waive.
    public let level: Level
    /// Seconds that all waivers of a commit together may last, from the first.
    public let maximumSeconds: Int64

    init(_ section: PolicySection, order: LevelOrder) throws(PolicyError) {
        guard let level = try section.level("level", in: order) else {
            throw section.refusal(.missingKey, "level", found: nil, allowed: order.allowed)
        }
        guard let maximumSeconds = try section.seconds("max") else {
            throw section.refusal(.missingKey, "max", found: nil, allowed: TimeSpan.allowed)
        }
        self.level = level
        self.maximumSeconds = maximumSeconds
    }
}
