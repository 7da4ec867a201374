/// How text looks on the output it goes to.
public struct Style: Sendable {
    /// Whether to use ANSI colours.
    public let isColored: Bool

    /// Text with or without colour.
    public init(isColored: Bool) {
        self.isColored = isColored
    }

    /// What a piece of text is, never how it looks.
    public enum Role: Sendable {
        /// A commit that passes.
        case pass
        /// A commit that does not.
        case fail
        /// An object's id.
        case id
        /// What stands back behind the rest.
        case faint
        /// A heading.
        case strong
    }

    /// The text in its role's colour: git's own choices where it has one.
    public func apply(_ role: Role, _ text: String) -> String {
        guard isColored else { return text }
        let code =
            switch role {
            case .pass: "32"
            case .fail: "1;31"
            case .id: "33"
            case .faint: "2"
            case .strong: "1"
            }
        return "\u{1b}[\(code)m\(text)\u{1b}[m"
    }

    /// The text with blanks behind it up to a width.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
