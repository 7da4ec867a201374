internal import CountersignSignatures

/// ASCII armour (RFC 4880, section 6.2), read strictly: one block, nothing but blanks around it.
enum Armor {
    /// The most bytes that are looked at.
    static let longest = 8 << 20

    /// The bytes within the block of this kind, such as `PGP SIGNATURE`.
    ///
    /// Lines may end with CRLF. The checksum must be there and right: RFC 9580, section 6.1, lets it be left out, but
    /// GnuPG 2.2 then reads some blocks and refuses others, by how long they are.
    static func bytes(_ text: [UInt8], kind: String) throws(OpenPGPError) -> [UInt8] {
        guard text.count <= longest else { throw .malformed("the armour is longer than \(longest) bytes") }
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...].map(trimmed)[...]
        while lines.first?.isEmpty == true { lines = lines.dropFirst() }
        while lines.last?.isEmpty == true { lines = lines.dropLast() }
        guard lines.popFirst()?.elementsEqual("-----BEGIN \(kind)-----".utf8) == true,
            lines.popLast()?.elementsEqual("-----END \(kind)-----".utf8) == true
        else { throw .malformed("no armour of the kind \(kind)") }
        try dropHeaders(&lines)
        guard let checksum = lines.popLast(), checksum.first == UInt8(ascii: "=") else {
            throw .malformed("the armour has no checksum")
        }
        guard let bytes = Base64.decode(Array(lines.joined())) else { throw .malformed("the armour's base64") }
        try check(checksum.dropFirst(), bytes)
        return bytes
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let last = line.last, [0x20, 0x09, 0x0d].contains(last) { line = line.dropLast() }
        return line
    }

    /// `Key: value` lines up to an empty one.
    private static func dropHeaders(_ lines: inout ArraySlice<ArraySlice<UInt8>>) throws(OpenPGPError) {
        while let line = lines.popFirst() {
            if line.isEmpty { return }
            guard line.contains(UInt8(ascii: ":")) else { break }
        }
        throw .malformed("no empty line after the armour's headers")
    }

    private static func check(_ text: ArraySlice<UInt8>, _ bytes: [UInt8]) throws(OpenPGPError) {
        var sum: UInt32 = 0xb7_04ce
        for byte in bytes {
            sum ^= UInt32(byte) << 16
            for _ in 0..<8 { sum = sum & 0x80_0000 == 0 ? sum << 1 : (sum << 1 ^ 0x186_4cfb) & 0xff_ffff }
        }
        let expected = [16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
        guard Base64.decode(Array(text)) == expected else { throw .malformed("the armour's checksum") }
    }
}
