/// The value of a trailer that names somebody: a name and the e-mails in it.
struct TrailerValue {
    let bytes: [UInt8]
    /// What stands before the first e-mail, or all of it.
    let name: ArraySlice<UInt8>
    /// Every non-empty `<…>`; without any bracket, every word that holds an `@`.
    let emails: [ArraySlice<UInt8>]

    /// Reads a value in one pass.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let bracketed = Self.bracketed(bytes)
        emails = (bracketed ?? Self.words(bytes)).filter { !$0.isEmpty }
        let end = bytes.firstIndex(of: UInt8(ascii: "<")) ?? emails.first?.startIndex ?? bytes.endIndex
        name = bytes[..<end].trimmed
    }

    private static func bracketed(_ bytes: [UInt8]) -> [ArraySlice<UInt8>]? {
        var found: [ArraySlice<UInt8>]?
        var opening: Int?
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "<") { opening = index + 1 }
            if bytes[index] == UInt8(ascii: ">"), let start = opening {
                found = (found ?? []) + [bytes[start..<index]]
                opening = nil
                if (found?.count ?? 0) >= Flagging.limit { break }
            }
        }
        return found
    }

    private static func words(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let ends = Array(" \t,;()".utf8)
        let words = bytes.split(maxSplits: 1000) { ends.contains($0) }
        return Array(words.filter { $0.contains(UInt8(ascii: "@")) }.prefix(Flagging.limit))
    }
}
