/// Makes text from a policy safe to show: one line, nothing invisible, nothing that a terminal acts on.
enum Printable {
    private static let longest = 120

    /// The text in quotation marks, escaped, cut after 120 characters.
    static func quoted(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(longest)
        let cut = shown.endIndex < text.unicodeScalars.endIndex
        return "\"\(escaped(String(shown)))\(cut ? "…" : "")\""
    }

    /// The text with controls, invisible and direction-changing characters written as `\u{…}`.
    static func escaped(_ text: String) -> String {
        escaped(text) { isPlain($0) }
    }

    /// The text with everything but printable ASCII written as `\u{…}`: for two texts that look the same.
    static func escapedToASCII(_ text: String) -> String {
        escaped(text) { $0.isASCII && isPlain($0) }
    }

    /// Whether a person sees all of the text, on one line and in the order in which it stands.
    static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(isPlain)
    }

    private static func escaped(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isKept(scalar) {
                result.append(scalar)
            } else {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(result)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Joiners are `format` too, and some scripts need them in names.
        case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}

extension String {
    /// Whether two texts are the same bytes. (`==` also equates texts that Unicode calls equivalent: the Kelvin sign
    /// is a K to it, and an e-mail with one would pass for another.)
    func hasSameBytes(as other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
