/// A marker of AI beside the built-in ones: section `[marker "NAME"]`.
public struct DeclaredMarker: Hashable, Sendable {
    /// The name in the section's head.
    public let name: String
    /// The tool to report.
    public let tool: String
    /// Trailers such as `Made-with: *`, where `*` stands for any text; as written, in the order of the file.
    public let trailers: [String]
    /// E-mail addresses of the tool; as written, in the order of the file.
    public let authors: [String]

    init(_ section: PolicySection) throws(PolicyError) {
        name = try section.plainName()
        guard let tool = try section.plainText("tool") else {
            throw section.refusal(.missingKey, "tool", found: nil, allowed: "the tool's name")
        }
        self.tool = tool
        trailers = section.all("trailer")
        authors = section.all("author")
        guard !trailers.isEmpty || !authors.isEmpty else {
            throw section.refusal(.missingKey, "trailer", found: nil, allowed: "at least one trailer or author")
        }
        for trailer in trailers where !Self.isTrailer(trailer) {
            throw section.refusal(
                .badValue, "trailer", found: trailer, allowed: "KEY: VALUE, where * in the value stands for any text")
        }
        for author in authors where !EmailAddress.isAcceptable(author) {
            throw section.refusal(.badValue, "author", found: author, allowed: EmailAddress.allowed)
        }
    }

    private static func isTrailer(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let key = parts.first, let value = parts.dropFirst().first, text.utf8.count <= 500 else { return false }
        return !key.isEmpty && key.allSatisfy(isTrailerKeyByte) && value.contains { $0 != UInt8(ascii: " ") }
            && Printable.isPlain(text)
    }

    private static func isTrailerKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
