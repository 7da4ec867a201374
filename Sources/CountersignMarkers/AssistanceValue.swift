/// What the value of `Assisted-by` and its like says.
enum AssistanceValue {
    case tool(String)
    case person
    case no
    /// `none`, `false`, `n/a`: neither a marker nor the declaration.
    case nothing
    case unknown

    /// How much of a value is looked at.
    private static let longest = 1000

    /// Reads a value with the names and e-mails of a table.
    init(_ value: TrailerValue, names: NamePatterns, identities: IdentityIndex) {
        let text = value.bytes.prefix(Self.longest)
        let lowered = text.asciiLowered
        if let tool = identities.tool(ofAny: value.emails) {
            self = .tool(tool)
        } else if !value.emails.isEmpty {
            self = names.unambiguousTool(of: value.name).map { .tool($0) } ?? .person
        } else if let short = Self.short[String(decoding: lowered, as: UTF8.self)] {
            self = short
        } else if Self.beginsWithYes(text) {
            self = .tool("generic-ai")
        } else {
            self = Self.named(text, names).map { .tool($0) } ?? .unknown
        }
    }

    private static let short: [String: AssistanceValue] = [
        "ai": .tool("generic-ai"), "yes": .tool("generic-ai"), "true": .tool("generic-ai"), "no": .no,
        "none": .nothing, "false": .nothing, "n/a": .nothing, "": .nothing,
    ]

    /// `AI …` in capitals, which is nobody's first name, and `yes, …`.
    private static func beginsWithYes(_ text: ArraySlice<UInt8>) -> Bool {
        let word = text.prefix { $0.isWord }
        return word.elementsEqual("AI".utf8) || word.asciiLowered.elementsEqual("yes".utf8)
    }

    /// The tool at the beginning, or behind `via`, `with`, a comma, a colon or a slash.
    private static func named(_ text: ArraySlice<UInt8>, _ names: NamePatterns) -> String? {
        if let tool = names.leadingTool(of: text) { return tool }
        for index in text.indices.dropFirst() where beginsName(text, at: index) {
            if let tool = names.leadingTool(of: text[index...].prefix(64)) { return tool }
        }
        return nil
    }

    private static func beginsName(_ text: ArraySlice<UInt8>, at index: Int) -> Bool {
        let before = text[..<index]
        guard let last = before.last else { return true }
        if last == UInt8(ascii: "/") || last == UInt8(ascii: ":") { return true }
        guard last.isBlank else { return false }
        let lowered = before.dropLast().suffix(5).asciiLowered
        return lowered.last == UInt8(ascii: ",")
            || [" via", " with"].contains { lowered.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }
}
