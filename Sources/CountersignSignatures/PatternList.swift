/// OpenSSH's pattern lists (`match_pattern_list`): comma-separated, `*` any bytes, `?` one byte, `!` takes away.
struct PatternList {
    /// OpenSSH's buffer: a list with a longer pattern matches nothing there, so parsing refuses it.
    static let longestPattern = 1022

    let patterns: [String]

    init(_ patterns: [String]) {
        self.patterns = patterns
    }

    /// Splits a list at its commas, empty patterns included; an empty list has no pattern.
    static func split(_ list: String) -> [String] {
        list.isEmpty ? [] : list.utf8.split(separator: 0x2c, omittingEmptySubsequences: false).map { String($0) ?? "" }
    }

    /// Whether some pattern matches and no pattern with `!` does; case matters, and bytes are compared.
    func matches(_ text: String) -> Bool {
        var found = false
        for pattern in patterns {
            let negated = pattern.utf8.first == UInt8(ascii: "!")
            guard Self.matches(Array(text.utf8), Array(pattern.utf8.dropFirst(negated ? 1 : 0))) else { continue }
            guard !negated else { return false }
            found = true
        }
        return found
    }

    /// Glob matching that goes back to the last `*` only, so no pattern makes it slow.
    private static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        var position = 0
        var next = 0
        var retry: (position: Int, next: Int)?
        while position < text.count {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                next += 1
                retry = (position, next)
            } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") || pattern[next] == text[position] {
                position += 1
                next += 1
            } else if let (start, after) = retry {
                retry = (start + 1, after)
                (position, next) = (start + 1, after)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
