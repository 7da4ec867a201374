/// Padded base64 with the standard alphabet (RFC 4648, section 4), in its one canonical form.
///
/// Stock decoders take text whose last digit has stray bits; then one value would have several spellings.
enum CanonicalBase64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let pad = UInt8(ascii: "=")

    /// The text of bytes.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(digits[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { text.append(digits[Int(bits << UInt32(6 - count) & 63)]) }
        while !text.count.isMultiple(of: 4) { text.append(pad) }
        return text
    }

    /// The bytes of a text; nil unless `encode` gives the very same text back.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let pads = text.suffix(2).reversed().prefix { $0 == pad }.count
        let values = values
        var (seen, last): (UInt8, UInt32) = (0, 0)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        for start in stride(from: text.startIndex, to: text.endIndex, by: 4) {
            last = 0
            for place in start..<start + 4 {
                let value = place < text.endIndex - pads ? values[Int(text[place])] : 0
                seen |= value
                last = last << 6 | UInt32(value & 63)
            }
            bytes.append(UInt8(truncatingIfNeeded: last >> 16))
            bytes.append(UInt8(truncatingIfNeeded: last >> 8))
            bytes.append(UInt8(truncatingIfNeeded: last))
        }
        // What is left over of the last digit is nothing.
        guard seen < 64, last & (1 << (8 * UInt32(pads)) - 1) == 0 else { return nil }
        bytes.removeLast(pads)
        return bytes
    }

    /// The value of each digit by its byte; 64 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 64, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}
