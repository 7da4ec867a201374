/// The name of an object in a SHA-1 git repository: 20 bytes, written as 40 lower-case hexadecimal digits.
///
/// Source: git's documentation, `gitglossary(7)`, "object name".
public struct ObjectID: Hashable, Sendable {
    private let high: UInt64
    private let middle: UInt64
    private let low: UInt32

    /// The number of bytes of an object id.
    public static let byteCount = 20

    /// Takes exactly 20 bytes; anything else gives nil.
    public init?(bytes: some Collection<UInt8>) {
        guard let id = bytes.withContiguousStorageIfAvailable(Self.init(buffer:)) ?? Self.init(array: Array(bytes))
        else { return nil }
        self = id
    }

    private init?(array: [UInt8]) {
        guard let id = array.withUnsafeBufferPointer(Self.init(buffer:)) else { return nil }
        self = id
    }

    /// Ids are read by the hundred thousand, and from a buffer without generic detours.
    private init?(buffer: UnsafeBufferPointer<UInt8>) {
        guard buffer.count == Self.byteCount else { return nil }
        let number = UnsafeRawBufferPointer(buffer)
        high = UInt64(bigEndian: number.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        middle = UInt64(bigEndian: number.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        low = UInt32(bigEndian: number.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
    }

    /// The first eight bytes, as one number.
    public var firstWord: UInt64 { high }

    /// Takes exactly 40 lower-case hexadecimal digits; anything else gives nil.
    public init?(hex: some StringProtocol) {
        self.init(hexBytes: hex.utf8)
    }

    /// Takes 40 lower-case hexadecimal digits as ASCII bytes; anything else gives nil.
    public init?(hexBytes: some Collection<UInt8>) {
        let id =
            hexBytes.withContiguousStorageIfAvailable(Self.init(hexBuffer:))
            ?? Array(hexBytes).withUnsafeBufferPointer(Self.init(hexBuffer:))
        guard let id else { return nil }
        self = id
    }

    private init?(hexBuffer digits: UnsafeBufferPointer<UInt8>) {
        guard digits.count == 2 * Self.byteCount else { return nil }
        var seen: UInt8 = 0
        high = Self.number(digits, 0..<16, &seen)
        middle = Self.number(digits, 16..<32, &seen)
        low = UInt32(truncatingIfNeeded: Self.number(digits, 32..<40, &seen))
        guard seen < 16 else { return nil }
    }

    /// The number that these digits write; `seen` gets all bits of their values, which are below 16.
    private static func number(
        _ digits: UnsafeBufferPointer<UInt8>, _ places: Range<Int>, _ seen: inout UInt8
    ) -> UInt64 {
        var number: UInt64 = 0
        for place in places {
            let value = value(ofHexDigit: digits[place])
            seen |= value
            number = number << 4 | UInt64(value & 15)
        }
        return number
    }

    /// A digit's value; 255 for what is none.
    private static func value(ofHexDigit digit: UInt8) -> UInt8 {
        let (decimal, letter) = (digit &- UInt8(ascii: "0"), digit &- UInt8(ascii: "a"))
        return decimal < 10 ? decimal : letter < 6 ? letter + 10 : 255
    }

    /// The 20 bytes, first byte first.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Hands the 20 bytes over, first byte first; they are valid only within the call.
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        let inOrder = (high.bigEndian, middle.bigEndian, low.bigEndian)
        return Swift.withUnsafeBytes(of: inOrder) { body(UnsafeRawBufferPointer(rebasing: $0.prefix(Self.byteCount))) }
    }

    /// The 40 lower-case hexadecimal digits.
    public var hex: String {
        withUnsafeBytes { bytes in
            String(unsafeUninitializedCapacity: 2 * Self.byteCount) { buffer in
                for (index, byte) in bytes.enumerated() {
                    buffer[2 * index] = Self.hexDigit(byte >> 4)
                    buffer[2 * index + 1] = Self.hexDigit(byte & 15)
                }
                return 2 * Self.byteCount
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
    }

    /// The first 12 digits: what people read.
    public var abbreviated: String { String(hex.prefix(12)) }

    /// Twenty zero bytes: how git writes "no object".
    public static let zero = ObjectID(high: 0, middle: 0, low: 0)

    /// The id of the tree without entries, which git knows without storing it.
    public static let emptyTree = ObjectID(high: 0x4b82_5dc6_42cb_6eb9, middle: 0xa060_e54b_f8d6_9288, low: 0xfbee_4904)

    private init(high: UInt64, middle: UInt64, low: UInt32) {
        (self.high, self.middle, self.low) = (high, middle, low)
    }
}

extension ObjectID: Comparable {
    /// Orders as the bytes, and so the digits, are ordered.
    public static func < (left: ObjectID, right: ObjectID) -> Bool {
        (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
    }
}

extension ObjectID: CustomStringConvertible {
    /// The 40 digits.
    public var description: String { hex }
}
