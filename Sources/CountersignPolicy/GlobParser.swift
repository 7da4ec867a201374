/// Reads a pattern into steps, refusing what would surprise.
struct GlobParser {
    private let bytes: [UInt8]
    private var position = 0

    init(_ pattern: String) {
        bytes = Array(pattern.utf8)
    }

    mutating func steps() throws(GlobError) -> [GlobStep] {
        try checkShape()
        var steps: [GlobStep] = []
        while let byte = take() {
            switch byte {
            case UInt8(ascii: "*"): steps += try stars()
            case UInt8(ascii: "?"): steps.append(.any)
            case UInt8(ascii: "["): steps.append(.oneOf(try bracket()))
            case UInt8(ascii: "\\"): steps.append(.byte(try escaped()))
            default: steps.append(.byte(byte))
            }
        }
        return steps
    }

    private func byte(at index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

    private var upcoming: UInt8? { byte(at: position) }

    private mutating func take() -> UInt8? {
        guard let byte = upcoming else { return nil }
        position += 1
        return byte
    }

    /// Patterns that can match nothing, or that other tools read as something else.
    private func checkShape() throws(GlobError) {
        guard (1...1000).contains(bytes.count) else { throw GlobError(allowed: "a pattern of 1 to 1000 bytes") }
        guard let first = bytes.first, first != UInt8(ascii: "!"), first != UInt8(ascii: ":") else {
            throw GlobError(allowed: "a pattern without ! or : in front (\\! and \\: stand for these characters)")
        }
        var parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if bytes.last == UInt8(ascii: "/") {
            guard !bytes.contains(where: Array("*?[\\".utf8).contains) else {
                throw GlobError(allowed: "no / at the end of a pattern with wildcards; DIR/** is all below DIR")
            }
            parts.removeLast()
        }
        guard parts.allSatisfy({ !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }) else {
            throw GlobError(allowed: "a pattern from the top of the repository, without /, ./ or ../ in front, nor //")
        }
    }

    /// After one `*`: either that, or `**` alone between slashes.
    ///
    /// Git calls other runs of asterisks invalid, and reads them in different ways in different places.
    private mutating func stars() throws(GlobError) -> [GlobStep] {
        guard upcoming == UInt8(ascii: "*") else { return [.star] }
        let before = byte(at: position - 2)
        position += 1
        guard before == nil || before == UInt8(ascii: "/") else { throw Self.badStars }
        switch take() {
        case nil: return [.rest]
        case UInt8(ascii: "/"): return [.directoriesOrNot, .directories]
        default: throw Self.badStars
        }
    }

    private static let badStars = GlobError(allowed: "** only alone between slashes: **/x, x/**, x/**/y")

    private mutating func escaped() throws(GlobError) -> UInt8 {
        guard let byte = take() else { throw GlobError(allowed: "a character after \\") }
        return byte
    }

    private static let badBracket = GlobError(
        allowed: "[...] with a ] at its end, ranges in ascending order, and classes such as [:digit:]")

    /// After `[`: the bytes that the bracket takes, read as `wildmatch.c` reads it.
    private mutating func bracket() throws(GlobError) -> [Bool] {
        var flags = [Bool](repeating: false, count: 256)
        let isNegated = upcoming == UInt8(ascii: "!") || upcoming == UInt8(ascii: "^")
        if isNegated { position += 1 }
        var previous: UInt8?
        var isFirst = true
        while let byte = take() {
            if byte == UInt8(ascii: "]"), !isFirst { return isNegated ? flags.map { !$0 } : flags }
            isFirst = false
            previous = try item(byte, after: previous, into: &flags)
        }
        throw Self.badBracket
    }

    /// Reads one item of a bracket; gives the byte from which a range could start behind it.
    private mutating func item(
        _ byte: UInt8, after previous: UInt8?, into flags: inout [Bool]
    ) throws(GlobError) -> UInt8? {
        if byte == UInt8(ascii: "\\") {
            let literal = try escaped()
            flags[Int(literal)] = true
            return literal
        }
        if byte == UInt8(ascii: "-"), let previous, let end = upcoming, end != UInt8(ascii: "]") {
            position += 1
            let last = end == UInt8(ascii: "\\") ? try escaped() : end
            guard previous <= last else { throw Self.badBracket }
            for member in previous...last { flags[Int(member)] = true }
            return nil
        }
        if byte == UInt8(ascii: "["), upcoming == UInt8(ascii: ":") {
            try characterClass(into: &flags)
            return nil
        }
        flags[Int(byte)] = true
        return byte
    }

    private mutating func characterClass(into flags: inout [Bool]) throws(GlobError) {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "]")), end - 1 > position,
            bytes[end - 1] == UInt8(ascii: ":"),
            let contains = GlobCharacterClass.named(bytes[(position + 1)..<(end - 1)])
        else { throw Self.badBracket }
        for byte in UInt8.min...UInt8.max where contains(byte) { flags[Int(byte)] = true }
        position = end + 1
    }
}
