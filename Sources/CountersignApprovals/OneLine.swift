/// Text from outside, made fit for an error message.
enum OneLine {
    private static let longest = 60

    /// The text in quotes: on one line, printable ASCII only, cut when long.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars.prefix(longest) { result += scalar.escaped(asASCII: true) }
        return result + (text.unicodeScalars.dropFirst(longest).isEmpty ? "\"" : "\"...")
    }
}
