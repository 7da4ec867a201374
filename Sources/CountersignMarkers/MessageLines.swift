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
        let count = bytes.count
        // Most of a message is letters, and most of its words are none of those that stand before a phrase's blank.
        while end < count {
            let byte = bytes[end]
            if byte <= UInt8(ascii: " ") {
                if byte == UInt8(ascii: "\n") { break }
                if byte == UInt8(ascii: " "), !mayBeMarker { mayBeMarker = Self.isInPhrase(bytes, start, blank: end) }
            }
            end += 1
        }
        next = end < bytes.count ? end + 1 : end
        while end > start, bytes[end - 1].isBlank || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        range = start..<end
        self.mayBeMarker = mayBeMarker
    }

    /// The words, one of which every `body` row of the table holds; `ed` stands before the first blank of each.
    static let phrases = ["generated with ", "assisted by ", "ultraworked with "]

    private static let phraseBytes = phrases.map { Array($0.utf8) }
    /// Where each phrase's first blank is.
    private static let firstBlanks = phraseBytes.map { $0.firstIndex(of: UInt8(ascii: " ")) ?? 0 }

    /// Whether this is the first blank of a phrase that begins within reach.
    private static func isInPhrase(_ bytes: borrowing Span<UInt8>, _ start: Int, blank: Int) -> Bool {
        guard blank - start > 2, bytes[blank - 1] | 0x20 == UInt8(ascii: "d"),
            bytes[blank - 2] | 0x20 == UInt8(ascii: "e")
        else { return false }
        for (phrase, firstBlank) in zip(phraseBytes, firstBlanks) {
            let first = blank - firstBlank
            guard first >= start, first - start <= reach, first + phrase.count <= bytes.count else { continue }
            var index = 0
            while index < phrase.count, bytes[first + index].asciiLowered == phrase[index] { index += 1 }
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
