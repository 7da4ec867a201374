internal import Crypto

/// A SHA-256 digest, written `sha256:` and 64 lower-case hexadecimal digits.
public struct Digest256: Hashable, Sendable {
    /// Eight bytes each, the first of them highest, so that they order as the bytes do.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    /// The number of bytes of a digest.
    public static let byteCount = 32

    private static let prefix = Array("sha256:".utf8)

    /// Hashes bytes.
    public init(hashing bytes: [UInt8]) {
        var hasher = SHA256()
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        self = hasher.finalize().withUnsafeBytes { Digest256(words: $0) }
    }

    /// Reads exactly `sha256:` and 64 lower-case hexadecimal digits; anything else gives nil.
    public init?(text: some StringProtocol) {
        let digest =
            text.utf8.withContiguousStorageIfAvailable(Self.init(ascii:))
            ?? Array(text.utf8).withUnsafeBufferPointer(Self.init(ascii:))
        guard let digest else { return nil }
        self = digest
    }

    private init?(ascii text: UnsafeBufferPointer<UInt8>) {
        guard text.count == Self.prefix.count + 2 * Self.byteCount, text.starts(with: Self.prefix) else { return nil }
        func word(_ number: Int) -> UInt64? {
            var word: UInt64 = 0
            for digit in text.dropFirst(Self.prefix.count + 16 * number).prefix(16) {
                guard let value = Hexadecimal.value(ofLowerCaseDigit: digit) else { return nil }
                word = word << 4 | UInt64(value)
            }
            return word
        }
        guard let first = word(0), let second = word(1), let third = word(2), let fourth = word(3) else { return nil }
        (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
    }

    /// Takes exactly 32 bytes, first byte first; any other number gives nil.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self = Array(bytes).withUnsafeBytes { Digest256(words: $0) }
    }

    /// Takes the first 32 of these bytes, which must be there.
    private init(words: UnsafeRawBufferPointer) {
        func word(_ place: Int) -> UInt64 {
            UInt64(bigEndian: words.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        }
        (first, second, third, fourth) = (word(0), word(8), word(16), word(24))
    }

    /// The 32 bytes, first byte first.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for word in [first, second, third, fourth] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }

    /// The first eight bytes, as one number.
    public var firstWord: UInt64 { first }

    /// The 64 lower-case hexadecimal digits, without `sha256:`.
    public var hex: String { Hexadecimal.text(bytes) }

    /// The digest as statements write it: `sha256:` and the digits.
    public var text: String { "sha256:" + hex }
}

extension Digest256: Comparable {
    /// Orders as the bytes, and so the digits, are ordered.
    public static func < (left: Digest256, right: Digest256) -> Bool {
        (left.first, left.second, left.third, left.fourth) < (right.first, right.second, right.third, right.fourth)
    }
}

extension Digest256: CustomStringConvertible {
    /// The digest as statements write it.
    public var description: String { text }
}
