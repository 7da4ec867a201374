/// One OpenPGP packet (RFC 4880, section 4).
struct Packet {
    /// The tags that matter here (RFC 4880, section 4.3).
    enum Tag: Int {
        case signature = 2
        case secretKey = 5
        case publicKey = 6
        case secretSubkey = 7
        case userID = 13
        case publicSubkey = 14
        case userAttribute = 17
    }

    let tag: Tag
    let body: ArraySlice<UInt8>

    /// All packets of which the bytes consist, to the last byte.
    ///
    /// Partial and indeterminate lengths are refused (no signature and no key has them), and so are other tags.
    static func all(in bytes: [UInt8]) throws(OpenPGPError) -> [Packet] {
        var reader = ByteReader(bytes)
        var packets: [Packet] = []
        while !reader.isAtEnd { packets.append(try Packet(&reader)) }
        return packets
    }

    private init(_ reader: inout ByteReader) throws(OpenPGPError) {
        let head = try reader.byte("a packet")
        guard head & 0x80 != 0 else { throw .malformed("no packet where one must be") }
        let isNew = head & 0x40 != 0
        let number = Int(isNew ? head & 0x3f : head >> 2 & 0x0f)
        guard let tag = Tag(rawValue: number) else { throw .malformed("a packet with tag \(number)") }
        let length = try isNew ? Self.newLength(&reader) : Self.oldLength(head & 3, &reader)
        self.tag = tag
        body = try reader.take(length, "a packet")
    }

    /// Also the lengths of subpackets, which have no partial ones: there 224 to 254 begin a length of two bytes.
    static func newLength(_ reader: inout ByteReader, allowsPartial: Bool = true) throws(OpenPGPError) -> Int {
        let first = Int(try reader.byte("a length"))
        switch first {
        case ..<192: return first
        case 255: return try reader.number(bytes: 4, "a length")
        case 224... where allowsPartial: throw .malformed("a partial length")
        default: return (first - 192) << 8 + Int(try reader.byte("a length")) + 192
        }
    }

    private static func oldLength(_ type: UInt8, _ reader: inout ByteReader) throws(OpenPGPError) -> Int {
        guard type < 3 else { throw .malformed("an indeterminate length") }
        return try reader.number(bytes: 1 << type, "a length")
    }
}
