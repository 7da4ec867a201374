/// The ledger is a set of lines; this is its only way to put sets together: nothing in any of them is lost.
public enum LedgerUnion {
    /// All lines of all sets, each once, bytewise sorted; blank ones and `CR` at a line's end are left out.
    ///
    /// The same bytes come out in whatever order, and however often, sets are united.
    public static func unite(_ sets: [[[UInt8]]]) -> [[UInt8]] {
        var lines: Set<[UInt8]> = []
        for set in sets {
            for line in set {
                let line = normalized(line)
                if !isBlank(line) { lines.insert(line) }
            }
        }
        return lines.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// A line without `CR` at its end, as editors and `git notes edit` on other systems leave it.
    static func normalized(_ line: [UInt8]) -> [UInt8] {
        guard line.last == UInt8(ascii: "\r") else { return line }
        return Array(line.prefix((line.lastIndex { $0 != UInt8(ascii: "\r") } ?? -1) + 1))
    }

    static func isBlank(_ line: [UInt8]) -> Bool {
        line.allSatisfy { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
    }
}

/// The text of one note.
enum NoteText {
    /// The most bytes that a note may have: 16 MiB.
    static let limit = 16 << 20

    /// The lines, each once, bytewise sorted, without blank ones and without line ends.
    static func lines(_ bytes: some BidirectionalCollection<UInt8>) -> [[UInt8]] {
        // Most notes are one line.
        if let end = bytes.firstIndex(of: UInt8(ascii: "\n")), bytes.index(after: end) == bytes.endIndex {
            let line = LedgerUnion.normalized(Array(bytes[..<end]))
            return LedgerUnion.isBlank(line) ? [] : [line]
        }
        return LedgerUnion.unite([bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }])
    }

    /// The note's bytes: each line with LF after it.
    static func bytes(_ lines: [[UInt8]]) -> [UInt8] {
        Array(lines.map { $0 + [UInt8(ascii: "\n")] }.joined())
    }
}
