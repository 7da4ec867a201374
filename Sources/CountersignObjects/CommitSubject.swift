extension CommitObject {
    /// The first paragraph on one line, as git's `%s` shows it.
    ///
    /// Made anew with every call; invalid UTF-8 is replaced. A message whose `encoding` header says Latin-1 is read as that. Other encodings are taken for UTF-8.
    public var subject: String {
        var lines: [ArraySlice<UInt8>] = []
        let text = message.prefix { $0 != 0 }
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let trimmed = Self.trimmed(line)
            if !trimmed.isEmpty { lines.append(trimmed) } else if !lines.isEmpty { break }
        }
        return lines.map(decoded).joined(separator: " ")
    }

    private func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard let encoding, Self.latin1.contains(String(decoding: encoding, as: UTF8.self).lowercased()) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let last = line.lastIndex(where: { !blanks.contains($0) }) else { return [] }
        return line[...last]
    }

    /// What git's `isspace` holds for blank: unlike C's, not the vertical tab and the form feed.
    private static let blanks = Array(" \t\n\r".utf8)
    private static let latin1: Set<String> = ["iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1"]
}
