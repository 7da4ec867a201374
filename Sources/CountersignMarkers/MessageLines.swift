/// One line of a message: its bytes without the line feed, a carriage return before that, and blanks at the end.
struct MessageLine {
    /// The line's bytes.
    let range: Range<Int>
    /// Where the next line begins.
    let next: Int
    /// Whether the words that every marker line holds stand near its beginning.
    let mayBeMarker: Bool

    /// How far from the beginning the words may be: 24 characters of 4 bytes and a blank.
    private static let reach = 97

    /// Reads the line that begins at `start`.
    init(_ bytes: borrowing Span<UInt8>, at start: Int) {
        var end = start
        var mayBeMarker = false
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\n") { break }
            switch byte | 0x20 {
            case UInt8(ascii: "a"), UInt8(ascii: "g"), UInt8(ascii: "u"):
                if !mayBeMarker, end - start <= Self.reach { mayBeMarker = Self.beginsPhrase(bytes, at: end) }
            default: break
            }
            end += 1
        }
        next = end < bytes.count ? end + 1 : end
        while end > start, bytes[end - 1].isBlank || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        range = start..<end
        self.mayBeMarker = mayBeMarker
    }

    /// The words, one of which every `body` row of the table holds.
    static let phrases = ["generated with ", "assisted by ", "ultraworked with "]

    private static let phraseBytes = phrases.map { Array($0.utf8) }

    private static func beginsPhrase(_ bytes: borrowing Span<UInt8>, at start: Int) -> Bool {
        guard start + 2 < bytes.count else { return false }
        switch (bytes[start + 1] | 0x20, bytes[start + 2] | 0x20) {
        case (UInt8(ascii: "e"), UInt8(ascii: "n")), (UInt8(ascii: "s"), UInt8(ascii: "s")),
            (UInt8(ascii: "l"), UInt8(ascii: "t")):
            break
        default: return false
        }
        for phrase in phraseBytes where start + phrase.count <= bytes.count {
            var index = 0
            while index < phrase.count, bytes[start + index].asciiLowered == phrase[index] { index += 1 }
            if index == phrase.count { return true }
        }
        return false
    }
}

/// Whether every line of a body begins with the same blanks, found on the way.
struct BodyIndentation {
    private var first: Range<Int>?
    private var isUniform = true

    /// How many bytes every line behind the subject begins with; nil where they don't, or where there are none.
    var width: Int? { isUniform ? first.map(\.count) : nil }

    /// Takes the next line behind the subject, which isn't blank.
    mutating func take(_ line: Range<Int>, _ bytes: borrowing Span<UInt8>) {
        guard isUniform else { return }
        guard let first else {
            var end = line.lowerBound
            while end < line.upperBound, bytes[end].isBlank { end += 1 }
            self.first = line.lowerBound..<end
            isUniform = end > line.lowerBound
            return
        }
        guard line.count > first.count else {
            isUniform = false
            return
        }
        for place in 0..<first.count where bytes[line.lowerBound + place] != bytes[first.lowerBound + place] {
            isUniform = false
        }
    }
}
