/// `*` for anything, `?` for one byte, all else for itself, ASCII case ignored.
struct Glob: Sendable {
    private let pattern: [UInt8]

    /// Longer values match nothing.
    private static let longest = 4096

    /// Takes a pattern as the policy writes it.
    init(_ pattern: some Collection<UInt8>) { self.pattern = pattern.asciiLowered }

    /// Whether the whole text matches; a failed `*` is only ever retried from the last one.
    func matches(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= Self.longest else { return false }
        let text = bytes.asciiLowered
        var (place, index) = (0, 0)
        var retry: (place: Int, index: Int)?
        while index < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                retry = (place + 1, index)
                place += 1
            } else if place < pattern.count, pattern[place] == UInt8(ascii: "?") || pattern[place] == text[index] {
                (place, index) = (place + 1, index + 1)
            } else if let last = retry {
                retry = (last.place, last.index + 1)
                (place, index) = (last.place, last.index + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
