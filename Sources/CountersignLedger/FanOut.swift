import CountersignGit
import CountersignObjects

/// How the notes tree spells object ids over directories.
///
/// `<40>`, `<2>/<38>`, `<2>/<2>/<36>` and so on, the numbers being those of digits.
/// Source: git's `notes.c`, `load_subtree`.
enum FanOut {
    /// The digits of an object id.
    static let digits = 2 * ObjectID.byteCount

    /// What an entry is for someone who has come down over `prefix` digits.
    enum Meaning: Equatable {
        /// A note on the object of this id.
        case note(ObjectID)
        /// A directory that adds these two digits.
        case directory([UInt8])
        /// Nothing of ours.
        case defect(LedgerDefect.Kind)
    }

    static func meaning(of entry: TreeEntry, below prefix: [UInt8]) -> Meaning {
        let name = lowercased(entry.name)
        if entry.name.count == digits - prefix.count, let id = ObjectID(hexBytes: prefix + name) {
            return entry.isRegularFile ? .note(id) : .defect(.notABlob)
        }
        if entry.name.count == 2, entry.isDirectory, name.allSatisfy(isHexDigit) { return .directory(name) }
        return .defect(.otherName)
    }

    /// Git reads upper-case digits too, though it never writes them.
    static func lowercased(_ name: [UInt8]) -> [UInt8] {
        name.map { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) ? $0 + 32 : $0 }
    }

    /// What the note at a path of the ledger's tree hangs on; nil for a path of no note.
    static func annotated(_ path: [UInt8]) -> ObjectID? {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let name = parts.last, name.count + 2 * (parts.count - 1) == digits,
            parts.dropLast().allSatisfy({ $0.count == 2 })
        else { return nil }
        return ObjectID(hexBytes: lowercased(Array(parts.joined())))
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
