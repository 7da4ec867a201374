/// A pattern for a whole line or a whole value, ASCII case ignored.
///
/// Literal text with these pieces between braces: `word` (letters, digits, `_`), `uuid`, `segment` (no `/`, no blank),
/// `any` (the rest, maybe nothing), `some` (one byte or more), `mark` (up to 4 characters and a blank, or nothing),
/// `free` (up to 24 characters and a blank, or nothing), `name:X` (X or [X]), `link` (nothing, `.`, or a
/// parenthesised https address), `via` (nothing, or a blank, `via` and the rest).
struct LinePattern: Sendable {
    private enum Piece {
        case text([UInt8])
        case word
        case uuid
        case segment
        case any
        case some
        case prefix(Int)
        case link
        case via
        case name([UInt8])
    }

    private let pieces: [Piece]

    /// Longer lines match nothing.
    private static let longest = 1000

    /// Reads a pattern; a brace that belongs to no piece is text.
    init(_ pattern: String) {
        var pieces: [Piece] = []
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            pieces.append(.text(rest[..<open].utf8.asciiLowered))
            pieces.append(Self.piece(rest[open...].dropFirst().prefix { $0 != "}" }))
            rest = rest[close...].dropFirst()
        }
        pieces.append(.text(rest.utf8.asciiLowered))
        self.pieces = pieces
    }

    private static func piece(_ name: Substring) -> Piece {
        switch name {
        case "word": .word
        case "uuid": .uuid
        case "segment": .segment
        case "any": .any
        case "some": .some
        case "mark": .prefix(4)
        case "free": .prefix(24)
        case "link": .link
        case "via": .via
        default: .name(name.dropFirst("name:".count).utf8.asciiLowered)
        }
    }

    /// Whether all of these bytes match.
    func matches(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= Self.longest else { return false }
        return Self.matches(bytes.asciiLowered[...], pieces[...])
    }

    private static func matches(_ text: ArraySlice<UInt8>, _ pieces: ArraySlice<Piece>) -> Bool {
        guard let piece = pieces.first else { return text.isEmpty }
        let rest = pieces.dropFirst()
        return continuations(of: piece, in: text).contains { matches($0, rest) }
    }

    /// What may be left of the text behind this piece.
    private static func continuations(of piece: Piece, in text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        switch piece {
        case .text(let literal): text.starts(with: literal) ? [text.dropFirst(literal.count)] : []
        case .word: run(text) { $0.isWord }
        case .segment: run(text) { $0 != UInt8(ascii: "/") && !$0.isBlank }
        case .uuid: uuid(text)
        case .any: text.indices.map { text[$0...] } + [text.suffix(0)]
        case .some: text.indices.dropFirst().map { text[$0...] } + (text.isEmpty ? [] : [text.suffix(0)])
        case .prefix(let count): [text] + behindPrefix(text, count)
        case .link: links(text)
        case .via: text.starts(with: Array(" via ".utf8)) ? [text.suffix(0), text] : [text]
        case .name(let name): names(text, name)
        }
    }

    private static func run(_ text: ArraySlice<UInt8>, _ belongs: (UInt8) -> Bool) -> [ArraySlice<UInt8>] {
        let rest = text.drop(while: belongs)
        return rest.count < text.count ? [rest] : []
    }

    private static func uuid(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        guard text.count >= 36 else { return [] }
        for (place, byte) in text.prefix(36).enumerated() {
            let isDash = [8, 13, 18, 23].contains(place)
            guard isDash ? byte == UInt8(ascii: "-") : byte.isHexDigit else { return [] }
        }
        return [text.dropFirst(36)]
    }

    /// Behind each blank that has at most so many characters before it; a short prefix holds no blank itself.
    private static func behindPrefix(_ text: ArraySlice<UInt8>, _ count: Int) -> [ArraySlice<UInt8>] {
        guard let first = text.first, !listMarks.contains(first), !first.isDigit, !text.starts(with: bullet) else {
            return []
        }
        var found: [ArraySlice<UInt8>] = []
        var characters = 0
        for index in text.indices {
            if text[index].isBlank, characters > 0 {
                found.append(text[index...].dropFirst())
                if count <= 4 { break }
            }
            if !text[index].continuesScalar { characters += 1 }
            if characters > count { break }
        }
        return found
    }

    /// What begins a quotation or a list item rather than decorates a marker.
    private static let listMarks = Array(">-*+#|".utf8)
    private static let bullet = Array("•".utf8)

    private static func names(_ text: ArraySlice<UInt8>, _ name: [UInt8]) -> [ArraySlice<UInt8>] {
        let bracketed = [UInt8(ascii: "[")] + name + [UInt8(ascii: "]")]
        if text.starts(with: bracketed) { return [text.dropFirst(bracketed.count)] }
        return text.starts(with: name) ? [text.dropFirst(name.count)] : []
    }

    private static func links(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        let behindDot = text.first == UInt8(ascii: ".") ? text.dropFirst() : text
        let open = behindDot.first == UInt8(ascii: " ") ? behindDot.dropFirst() : behindDot
        guard open.starts(with: Array("(https://".utf8)), let close = open.firstIndex(of: UInt8(ascii: ")")) else {
            return [behindDot]
        }
        return [open[close...].dropFirst(), behindDot]
    }
}
