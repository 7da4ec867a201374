/// What to do with the value of a trailer key.
enum TrailerAction: Sendable {
    case coAuthor
    case assistance
    /// `AI-Tools`: any value but a no names a tool.
    case tools
    /// A sign-off by an agent says nothing of authorship, but is worth a warning.
    case signOff
    case session(LinePattern, tool: String)
    case custom(Glob, tool: String)
}

/// The trailer keys that matter, found without making a string.
struct TrailerKeys: Sendable {
    private struct Entry {
        let key: [UInt8]
        var actions: [TrailerAction]
    }

    private var entries: [UInt64: [Entry]] = [:]
    private var firstLetters = [Bool](repeating: false, count: 256)

    /// Knows the keys that name somebody or declare something.
    init() {
        for key in ["co-authored-by", "co-developed-by"] { add(.coAuthor, for: key) }
        for key in ["assisted-by", "generated-by", "ai-assisted", "ai-generated", "ai-assisted-by"] {
            add(.assistance, for: key)
        }
        add(.tools, for: "ai-tools")
        add(.signOff, for: "signed-off-by")
    }

    /// Adds what to do with a key, whose ASCII case is ignored.
    mutating func add(_ action: TrailerAction, for key: String) {
        let lowered = key.utf8.asciiLowered
        guard let first = lowered.first else { return }
        firstLetters[Int(first)] = true
        let hash = IdentityIndex.hash(lowered)
        var found = entries[hash, default: []]
        if let place = found.firstIndex(where: { $0.key == lowered }) {
            found[place].actions.append(action)
        } else {
            found.append(Entry(key: lowered, actions: [action]))
        }
        entries[hash] = found
    }

    /// The actions for the key that begins the line, and where its value begins.
    func lookUp(_ bytes: borrowing Span<UInt8>, in line: Range<Int>) -> (actions: [TrailerAction], value: Int)? {
        guard let start = line.first, firstLetters[Int(bytes[start].asciiLowered)] else { return nil }
        var end = start
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        while end < line.upperBound, bytes[end].isLetter || bytes[end].isDigit || bytes[end] == UInt8(ascii: "-") {
            hash = (hash ^ UInt64(bytes[end].asciiLowered)) &* 0x100_0000_01b3
            end += 1
        }
        var colon = end
        while colon < line.upperBound, bytes[colon].isBlank { colon += 1 }
        guard colon < line.upperBound, bytes[colon] == UInt8(ascii: ":"), let found = entries[hash] else { return nil }
        for entry in found where Self.reads(entry.key, bytes, start..<end) { return (entry.actions, colon + 1) }
        return nil
    }

    private static func reads(_ key: [UInt8], _ bytes: borrowing Span<UInt8>, _ name: Range<Int>) -> Bool {
        guard key.count == name.count else { return false }
        for place in key.indices where key[place] != bytes[name.lowerBound + place].asciiLowered { return false }
        return true
    }
}
