/// The headers that a verifier reads; all others are `other`, whatever they say.
enum CommitHeaderKey {
    case tree
    case parent
    case author
    case committer
    case encoding
    case signature
    case other
    case continuation
}

/// One line of a commit's header as ranges of the object's bytes.
struct CommitHeaderLine {
    let key: CommitHeaderKey
    /// The key's bytes.
    let name: Range<Int>
    /// The bytes behind the key's blank.
    let value: Range<Int>
    /// Where the next line begins.
    let next: Int
    let hasControlByte: Bool
    let isTerminated: Bool

    /// Reads the line that begins at `start`, which is inside `bytes`.
    init(_ bytes: borrowing Span<UInt8>, at start: Int) {
        var end = start
        var firstBlank: Int?
        var hasControlByte = false
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
            switch bytes[end] {
            case UInt8(ascii: " "): if firstBlank == nil { firstBlank = end }
            case 0, UInt8(ascii: "\r"): hasControlByte = true
            default: break
            }
            end += 1
        }
        self.hasControlByte = hasControlByte
        isTerminated = end < bytes.count
        next = isTerminated ? end + 1 : end
        name = start..<(firstBlank ?? end)
        value = (firstBlank.map { $0 + 1 } ?? end)..<end
        key = firstBlank == nil ? .other : Self.key(bytes, name)
    }

    /// The line without anything on it that ends the header.
    var isBlank: Bool { name.isEmpty && value.isEmpty && key != .continuation }

    private static func key(_ bytes: borrowing Span<UInt8>, _ name: Range<Int>) -> CommitHeaderKey {
        switch name.count {
        case 0: .continuation
        case 4 where bytes.reads("tree", name): .tree
        case 6 where bytes.reads("parent", name): .parent
        case 6 where bytes.reads("author", name): .author
        case 6 where bytes.reads("gpgsig", name): .signature
        case 8 where bytes.reads("encoding", name): .encoding
        case 9 where bytes.reads("committer", name): .committer
        default: .other
        }
    }
}

extension Span<UInt8> {
    /// Whether these bytes are this text; the range is of the text's length or shorter.
    func reads(_ text: String, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        for byte in text.utf8 {
            guard index < range.upperBound, self[index] == byte else { return false }
            index += 1
        }
        return index == range.upperBound
    }

    /// A copy of these bytes.
    package func array(_ range: Range<Int>) -> [UInt8] {
        extracting(range).withUnsafeBufferPointer { Array($0) }
    }
}
