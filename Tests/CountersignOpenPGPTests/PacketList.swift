import FoundationEssentials

/// OpenPGP packets for the tests, taken apart and put together apart from the code under test.
struct PacketList {
    /// A packet with its head.
    var packets: [[UInt8]]

    /// Splits what gpg wrote: old and new heads, no partial lengths.
    init(_ bytes: [UInt8]) {
        packets = []
        var rest = bytes[...]
        while let head = rest.first {
            let (start, length) = Self.length(head, rest.dropFirst())
            packets.append(Array(rest.prefix(1 + start + length)))
            rest = rest.dropFirst(1 + start + length)
        }
    }

    var bytes: [UInt8] { packets.flatMap { $0 } }

    /// How many bytes the length has, and what it says.
    private static func length(_ head: UInt8, _ rest: ArraySlice<UInt8>) -> (Int, Int) {
        func number(_ count: Int, from start: Int = 0) -> Int {
            rest.dropFirst(start).prefix(count).reduce(0) { $0 << 8 | Int($1) }
        }
        guard head & 0x40 != 0 else { return (1 << (head & 3), number(1 << Int(head & 3))) }
        let first = number(1)
        if first < 192 { return (1, first) }
        return first == 255 ? (5, number(4, from: 1)) : (2, (first - 192) << 8 + number(1, from: 1) + 192)
    }

    /// Armour, with its checksum unless that is to be left out.
    static func armored(
        _ bytes: [UInt8], _ kind: String = "PGP PUBLIC KEY BLOCK", hasChecksum: Bool = true
    ) -> [UInt8] {
        let text = Array(Data(bytes).base64EncodedString().utf8)
        let lines = stride(from: 0, to: text.count, by: 64).map {
            String(decoding: text[$0..<min($0 + 64, text.count)], as: UTF8.self)
        }
        let sum = hasChecksum ? "=\(Data(checksum(bytes)).base64EncodedString())\n" : ""
        return Array("-----BEGIN \(kind)-----\n\n\(lines.joined(separator: "\n"))\n\(sum)-----END \(kind)-----\n".utf8)
    }

    /// CRC-24, byte by byte as RFC 4880, section 6.1, has it.
    private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        var sum = 0xb704ce
        for byte in bytes {
            sum ^= Int(byte) << 16
            for _ in 0..<8 {
                sum <<= 1
                if sum & 0x1000000 != 0 { sum ^= 0x1864cfb }
            }
        }
        return [UInt8(sum >> 16 & 255), UInt8(sum >> 8 & 255), UInt8(sum & 255)]
    }

    /// The bytes inside armour that gpg wrote.
    static func dearmored(_ text: [UInt8]) -> [UInt8] {
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.drop { !$0.isEmpty }.dropFirst().prefix { !$0.hasPrefix("=") && !$0.hasPrefix("-") }
        return Array(Data(base64Encoded: body.joined()) ?? Data())
    }
}
