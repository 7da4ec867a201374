/// Text of others made safe to print: nothing in it acts on a terminal or hides from the eye.
public enum VisibleText {
    /// The text on one line, with control characters in caret notation (`^[`), as `cat -v` and git's pager show them,
    /// and invisible or direction-changing ones as `<U+202E>`.
    public static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isInvisible) else { return text }
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if isInvisible(scalar), !asksForColour(scalar, after: previous) {
                result += notation(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return result
    }

    /// The same for text of several lines: line feeds and tabs stay.
    public static func paragraph(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map { line(String($0)) }.joined(
                    separator: "\t")
            }
            .joined(separator: "\n")
    }

    /// Whether it is the one selector that asks for an emoji in colour, behind one: `☕️`.
    private static func asksForColour(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
        scalar.value == 0xfe0f && previous.map { !$0.isASCII && $0.properties.isEmoji } ?? false
    }

    /// Whether a terminal would act on the character, or a reader not see it.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        // Some letters and marks are invisible too: Hangul fillers, variation selectors.
        default: return scalar.properties.isDefaultIgnorableCodePoint || scalar.value == 0x2800
        }
    }

    private static func notation(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0..<0x20: "^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40))
        case 0x7f: "^?"
        default: "<U+" + padded(String(scalar.value, radix: 16, uppercase: true)) + ">"
        }
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
