/// How text looks on the output it goes to.
public struct Style: Sendable {
    /// Whether to use ANSI colours.
    public let isColored: Bool
    /// How many columns a line may have; nil for no end: scripts want lines whole.
    public let width: Int?

    /// Text with or without colour, for lines of so many columns.
    public init(isColored: Bool, width: Int? = nil) {
        self.isColored = isColored
        self.width = width
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

    /// The text in lines that fit behind an indent of so many columns, broken at blanks; a longer word stays whole.
    ///
    /// Each character is taken for one column.
    func wrapped(_ text: String, indent: Int) -> [String] {
        guard let width, text.count + indent > width else { return [text] }
        let room = max(width - indent, Self.narrowest)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = String(word)
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        return lines + [line]
    }

    /// Lines shorter than this are no help to anybody.
    private static let narrowest = 20

    /// The text with blanks behind it up to a width.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
