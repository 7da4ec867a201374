/// Names of tools and models at the beginning of a text, ASCII case ignored.
struct NamePatterns: Sendable {
    private struct Name {
        let text: [UInt8]
        let tool: String
    }

    /// Names that nobody bears: they match as the beginning, unless a letter goes on.
    private var prefixes: [Name] = []
    /// Names that match when a digit follows: `Gemini 3`.
    private var numbered: [Name] = []
    /// Names that people bear too: they match alone, or where something follows that doesn't follow a first name.
    private var bare: [Name] = []
    /// What the first two kinds begin with: most names of people begin otherwise, or go on otherwise.
    private var beginnings = [Bool](repeating: false, count: 256)

    /// Adds a name under the table's word for how it matches.
    mutating func add(_ text: String, match: String, tool: String) {
        let name = Name(text: text.utf8.asciiLowered, tool: tool)
        switch match {
        case "prefix", "digit":
            if match == "prefix" { prefixes.append(name) } else { numbered.append(name) }
            if let first = name.text.first { beginnings[Int(first)] = true }
        case "bare": bare.append(name)
        default: break
        }
    }

    /// The tool that a person's-name field names beyond doubt; never by a bare first name.
    func unambiguousTool(of name: some Collection<UInt8>) -> String? {
        guard let first = name.first, beginnings[Int(first.asciiLowered)] else { return nil }
        let text = name.asciiLowered[...]
        return Self.first(prefixes, text) { $0.first.map { !$0.isLetter && $0 != UInt8(ascii: "_") } ?? true }
            ?? Self.first(numbered, text) { $0.drop { $0.isBlank }.first?.isDigit ?? false }
    }

    /// The tool whose bare name is all that the text holds.
    func bareTool(of name: some Collection<UInt8>) -> String? {
        Self.first(bare, name.asciiLowered[...]) { $0.isEmpty }
    }

    /// The tool that a value begins with.
    func leadingTool(of value: ArraySlice<UInt8>) -> String? {
        unambiguousTool(of: value) ?? Self.first(bare, value.asciiLowered[...], Self.endsBareName)
    }

    private static func first(
        _ names: [Name], _ text: ArraySlice<UInt8>, _ accepts: (ArraySlice<UInt8>) -> Bool
    ) -> String? {
        names.first { text.starts(with: $0.text) && accepts(text.dropFirst($0.text.count)) }?.tool
    }

    private static func endsBareName(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let next = rest.first else { return true }
        if next == UInt8(ascii: "-") { return rest.dropFirst().first?.isDigit ?? false }
        let text = rest.trimmed
        guard let visible = text.first else { return true }
        if punctuation.contains(visible) || visible.isDigit { return true }
        guard next.isBlank else { return false }
        if visible == UInt8(ascii: "v"), text.dropFirst().first?.isDigit ?? false { return true }
        return followers.contains(Array(text.prefix { $0.isLetter }))
    }

    private static let punctuation = Array(":(,;/@+&[|".utf8)
    private static let followers = Set(
        ["with", "via", "and", "using", "ai", "cli", "agent", "code", "model", "llm", "bot"].map { Array($0.utf8) })
}
