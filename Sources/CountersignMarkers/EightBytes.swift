/// Eight bytes of a text in one word, to look for a byte in all of them at once.
///
/// Source: H. S. Warren, "Hacker's Delight", 6-1, "Find First 0-Byte".
struct EightBytes {
    static let count = 8
    private static let lows: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first byte is the lowest one.
    private let word: UInt64

    /// The bytes from a place on; nil where there are fewer.
    init?(_ bytes: borrowing Span<UInt8>, at start: Int) {
        guard start >= 0, start <= bytes.count - Self.count else { return nil }
        word = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
    }

    private init(word: UInt64) {
        self.word = word
    }

    /// The same with the bit set in which upper case differs from lower case.
    var lowered: EightBytes { EightBytes(word: word | (Self.lows &* 0x20)) }

    /// The highest bit of each byte that is this one.
    ///
    /// Above one that is, it may be set where none is: the lowest is right, and no one is left out.
    func places(of byte: UInt8) -> UInt64 {
        // What is the byte is 0 now, and taking 1 from it sets its highest bit.
        let others = word ^ (Self.lows &* UInt64(byte))
        return (others &- Self.lows) & ~others & Self.highs
    }
}
