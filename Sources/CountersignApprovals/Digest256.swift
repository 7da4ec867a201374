internal import Crypto

/// A SHA-256 digest, written `sha256:` and 64 lower-case hexadecimal digits.
public struct Digest256: Hashable, Sendable {
    private let storage: SIMD32<UInt8>

    /// The number of bytes of a digest.
    public static let byteCount = 32

    private static let prefix = Array("sha256:".utf8)

    /// Hashes bytes.
    public init(hashing bytes: [UInt8]) {
        var hasher = SHA256()
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        storage = hasher.finalize().withUnsafeBytes { $0.loadUnaligned(as: SIMD32<UInt8>.self) }
    }

    /// Reads exactly `sha256:` and 64 lower-case hexadecimal digits; anything else gives nil.
    public init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: Self.prefix), bytes.count == Self.prefix.count + 2 * Self.byteCount else { return nil }
        var storage = SIMD32<UInt8>()
        for (index, digit) in bytes.dropFirst(Self.prefix.count).enumerated() {
            guard let value = Hexadecimal.value(ofLowerCaseDigit: digit) else { return nil }
            storage[index / 2] = storage[index / 2] << 4 | value
        }
        self.storage = storage
    }

    /// Takes exactly 32 bytes, first byte first; any other number gives nil.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        storage = SIMD32(bytes)
    }

    /// The 32 bytes, first byte first.
    public var bytes: [UInt8] { storage.indices.map { storage[$0] } }

    /// The 64 lower-case hexadecimal digits, without `sha256:`.
    public var hex: String { Hexadecimal.text(bytes) }

    /// The digest as statements write it: `sha256:` and the digits.
    public var text: String { "sha256:" + hex }
}

extension Digest256: Comparable {
    /// Orders as the bytes, and so the digits, are ordered.
    public static func < (left: Digest256, right: Digest256) -> Bool {
        for place in 0..<byteCount where left.storage[place] != right.storage[place] {
            return left.storage[place] < right.storage[place]
        }
        return false
    }
}

extension Digest256: CustomStringConvertible {
    /// The digest as statements write it.
    public var description: String { text }
}
