/// Why a policy can't be used: where, what was found there, and what is allowed there.
///
/// Match `code`; print `description`, which is one line whatever the file holds.
public struct PolicyError: Error, Sendable {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// The listing is not what git prints, or not UTF-8.
        case unreadableListing = "unreadable-listing"
        /// An `include` or `includeIf`.
        case include
        /// A section that a policy doesn't have, or one with a name too many or too few.
        case unknownSection = "unknown-section"
        /// A section that is taken up again after another one.
        case repeatedSection = "repeated-section"
        /// A key that this section doesn't have.
        case unknownKey = "unknown-key"
        /// A second value for a key that takes one.
        case repeatedKey = "repeated-key"
        /// A key that has to be there.
        case missingKey = "missing-key"
        /// A value that is not allowed.
        case badValue = "bad-value"
        /// A version of the policy format that this program doesn't know.
        case unknownVersion = "unknown-version"
        /// A level that is not in the order.
        case unknownLevel = "unknown-level"
        /// One e-mail on two people.
        case sharedEmail = "shared-email"
        /// One key on two people.
        case sharedKey = "shared-key"
        /// A line of `allowed_signers` that does not name exactly one person by the primary e-mail.
        case badPrincipal = "bad-principal"
    }

    /// Where the refused thing stands.
    public enum Place: Hashable, Sendable {
        /// The policy file as a whole.
        case policy
        /// A section of the policy, and the key in it if it is about one.
        case section(String, subsection: String?, key: String?)
        /// A line of `allowed_signers`, counted from 1.
        case allowedSigners(line: Int)
    }

    /// The kind of refusal.
    public let code: Code
    /// Where it was met.
    public let place: Place
    /// What stands there, as written; nil when nothing does.
    public let found: String?
    /// What may stand there.
    public let allowed: String

    init(_ code: Code, at place: Place, found: String?, allowed: String) {
        self.code = code
        self.place = place
        self.found = found
        self.allowed = allowed
    }
}

extension PolicyError: Equatable {
    /// Errors are equal when they are of one kind and about one place.
    public static func == (left: PolicyError, right: PolicyError) -> Bool {
        left.code == right.code && left.place == right.place
    }
}

extension PolicyError: CustomStringConvertible {
    /// One line: file, section and key, what was found, what is allowed.
    public var description: String {
        "\(place): found \(found.map(Printable.quoted) ?? "nothing"); allowed: \(allowed)"
    }
}

extension PolicyError.Place: CustomStringConvertible {
    /// The place as a person would look it up: `.countersign/policy: [person "a@b.example"] level`.
    public var description: String {
        switch self {
        case .policy: ".countersign/policy"
        case .section(let section, let subsection, let key):
            ".countersign/policy: [\(Printable.escaped(section))\(subsection.map { " " + Printable.quoted($0) } ?? "")]"
                + (key.map { " " + Printable.escaped($0) } ?? "")
        case .allowedSigners(let line): ".countersign/allowed_signers line \(line)"
        }
    }
}
