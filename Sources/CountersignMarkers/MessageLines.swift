/// One line of a message: its bytes without the line feed, a carriage return before that, and blanks at the end.
struct MessageLine {
    /// The line's bytes.
    let range: Range<Int>
    /// Where the next line begins.
    let next: Int

    /// How far from the beginning the words may be: 24 characters of 4 bytes and a blank.
    private static let reach = 97

    /// Reads the line that begins at `start`.
    init(_ bytes: borrowing Span<UInt8>, at start: Int) {
        var end = Self.lineFeed(bytes, from: start)
        next = end < bytes.count ? end + 1 : end
        while end > start, bytes[end - 1].isBlank || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        range = start..<end
    }

    /// Whether the words that every marker line holds may stand near its beginning: where not, it is none.
    ///
    /// The first blank of each stands behind a `d`: those are found in eight bytes at a time, some of the next line.
    func mayBeMarker(_ bytes: borrowing Span<UInt8>) -> Bool {
        var position = range.lowerBound + 1
        let end = min(next, range.lowerBound + Self.reach + Self.longestStart)
        while position < end, let word = EightBytes(bytes, at: position),
            let before = EightBytes(bytes, at: position - 1)
        {
            var found = word.places(of: UInt8(ascii: " ")) & before.lowered.places(of: UInt8(ascii: "d"))
            while found != 0 {
                let blank = position + found.trailingZeroBitCount / 8
                if Self.isInPhrase(bytes, range.lowerBound, blank: blank) { return true }
                found &= found - 1
            }
            position += EightBytes.count
        }
        while position < end {
            if Self.isInPhrase(bytes, range.lowerBound, blank: position) { return true }
            position += 1
        }
        return false
    }

    /// Where the first line feed is, or the end.
    private static func lineFeed(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var position = start
        while let word = EightBytes(bytes, at: position) {
            let found = word.places(of: UInt8(ascii: "\n"))
            if found != 0 { return position + found.trailingZeroBitCount / 8 }
            position += EightBytes.count
        }
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        return position
    }

    /// The words, one of which every `body` row of the table holds; `ed` stands before the first blank of each.
    static let phrases = ["generated with ", "assisted by ", "ultraworked with "]

    private static let phraseBytes = phrases.map { Array($0.utf8) }
    /// Where each phrase's first blank is.
    private static let firstBlanks = phraseBytes.map { $0.firstIndex(of: UInt8(ascii: " ")) ?? 0 }
    private static let longestStart = (firstBlanks.max() ?? 0) + 1

    /// Whether this is the first blank of a phrase that begins within reach.
    private static func isInPhrase(_ bytes: borrowing Span<UInt8>, _ start: Int, blank: Int) -> Bool {
        guard blank - start > 2, bytes[blank] == UInt8(ascii: " "), bytes[blank - 1] | 0x20 == UInt8(ascii: "d"),
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
