/// The co-authors that a commit's message names.
enum CoAuthors {
    private static let keys = ["co-authored-by:", "co-developed-by:"]

    /// The addresses of all `Co-authored-by` and `Co-developed-by` lines at column 0, unfolded, anywhere in the message.
    static func addresses(in message: [UInt8]) -> [String] {
        var found: [String] = []
        var isOpen = false
        for line in message.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let isContinuation = line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
            isOpen = isContinuation ? isOpen : isCoAuthorLine(line)
            if isOpen { found += addresses(in: line) }
        }
        return found
    }

    private static func isCoAuthorLine(_ line: ArraySlice<UInt8>) -> Bool {
        keys.contains { key in
            line.count >= key.utf8.count && zip(line, key.utf8).allSatisfy { lowercased($0) == $1 }
        }
    }

    /// What stands between `<` and `>`, as often as it does; in a line without them, every word with an `@`.
    private static func addresses(in line: ArraySlice<UInt8>) -> [String] {
        let bracketed = line.split(separator: UInt8(ascii: "<"), omittingEmptySubsequences: false).dropFirst()
            .compactMap { part in part.firstIndex(of: UInt8(ascii: ">")).map { part[..<$0] } }
        let found =
            bracketed.isEmpty
            ? line.split { " \t,;:".utf8.contains($0) }.filter { $0.contains(UInt8(ascii: "@")) } : bracketed
        return found.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
