internal import FoundationEssentials

/// JSON as this program prints it: indented, keys sorted, so that the same report is the same bytes.
public enum JSONText {
    /// The text of a value, with a line feed at its end.
    ///
    /// Control and formatting characters beyond ASCII are escaped too: a terminal may act on them.
    /// - Throws: what the value's own encoding throws.
    public static func render(_ value: some Encodable) throws -> String {
        try render(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// The same on one line.
    static func line(_ value: some Encodable) throws -> String {
        try render(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func render(_ value: some Encodable, _ format: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
        return escapingInvisible(text) + "\n"
    }

    /// Such characters stand inside strings only, where an escape means the same.
    private static func escapingInvisible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isInvisible) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            guard isInvisible(scalar) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x7f && VisibleText.isInvisible(scalar)
    }
}
