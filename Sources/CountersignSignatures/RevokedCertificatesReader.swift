/// The certificate section of a key revocation list (PROTOCOL.krl, "Certificate section"): an authority, then
/// subsections with serials and key ids.
enum RevokedCertificatesReader {
    /// The longest bitmap in bytes that OpenSSH reads as a number (`SSHBUF_MAX_BIGNUM`).
    private static let longestBitmap = 2048

    static func read(_ content: ArraySlice<UInt8>) throws(SSHSignatureError) -> RevokedKeys.Certificates {
        var reader = WireReader(content)
        let authority = Array(try reader.string("the authority's key"))
        _ = try reader.string("the reserved field")
        // An authority of a kind that is never accepted can't have certified anything that counts.
        _ = authority.isEmpty ? nil : try RevokedKeyLines.plainBlob(authority)
        var certificates = RevokedKeys.Certificates(authority: authority.isEmpty ? nil : authority)
        while !reader.isAtEnd {
            let type = try reader.byte("a subsection's type")
            try read(type, reader.string("a subsection"), &certificates)
        }
        return certificates
    }

    private static func read(
        _ type: UInt8, _ content: ArraySlice<UInt8>, _ certificates: inout RevokedKeys.Certificates
    ) throws(SSHSignatureError) {
        var reader = WireReader(content)
        switch type {
        case 0x20:
            while !reader.isAtEnd {
                let serial = try reader.uint64("a serial")
                certificates.serials.append(try range(serial, serial))
            }
        case 0x21: certificates.serials.append(try range(reader.uint64("a serial"), reader.uint64("a serial")))
        case 0x22: certificates.serials += try bitmap(&reader)
        case 0x23: while !reader.isAtEnd { certificates.keyIDs.insert(try keyID(&reader)) }
        default: throw .malformed("certificate section \(type) is not known")
        }
        try reader.end("a certificate section")
    }

    /// Serial zero can't be revoked: it stands for no serial.
    private static func range(_ low: UInt64, _ high: UInt64) throws(SSHSignatureError) -> ClosedRange<UInt64> {
        guard 0 < low, low <= high else { throw .malformed("serials \(low) to \(high)") }
        return low...high
    }

    /// The first serial, and a number whose bit n stands for the n-th after it.
    private static func bitmap(_ reader: inout WireReader) throws(SSHSignatureError) -> [ClosedRange<UInt64>] {
        let first = try reader.uint64("the first serial")
        let number = try reader.string("the bitmap")
        guard (number.first ?? 0) < 0x80 else { throw .malformed("a negative bitmap") }
        let digits = number.drop { $0 == 0 }
        guard digits.count <= longestBitmap else { throw .malformed("a bitmap of \(digits.count) bytes") }
        var ranges: [ClosedRange<UInt64>] = []
        for (index, byte) in digits.reversed().enumerated() {
            for bit in 0..<8 where byte >> bit & 1 == 1 {
                let (serial, overflow) = first.addingReportingOverflow(UInt64(index * 8 + bit))
                guard !overflow else { throw .malformed("a bitmap beyond the last serial") }
                ranges.append(try range(serial, serial))
            }
        }
        return joined(ranges)
    }

    /// Neighbours made one range; they come in order.
    private static func joined(_ ranges: [ClosedRange<UInt64>]) -> [ClosedRange<UInt64>] {
        var joined: [ClosedRange<UInt64>] = []
        for range in ranges {
            if let last = joined.last, last.upperBound < .max, last.upperBound + 1 == range.lowerBound {
                joined[joined.count - 1] = last.lowerBound...range.upperBound
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    /// As OpenSSH compares key ids: as C strings, where one NUL may stand at the end.
    private static func keyID(_ reader: inout WireReader) throws(SSHSignatureError) -> [UInt8] {
        let bytes = Array(try reader.string("a key id"))
        let text = bytes.last == 0 ? bytes.dropLast() : bytes
        guard !text.contains(0) else { throw .malformed("a NUL in a key id") }
        return Array(text)
    }
}
