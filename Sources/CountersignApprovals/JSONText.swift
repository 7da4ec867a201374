/// Compact JSON with the fewest escapes that RFC 8259 allows.
enum JSONText {
    /// An object of written members, absent ones left out.
    static func object(_ members: [String?]) -> String {
        "{\(members.compactMap(\.self).joined(separator: ","))}"
    }

    /// A key with a string; nil when there is no string.
    static func member(_ key: String, _ value: String?) -> String? {
        value.map { "\(string(key)):\(string($0))" }
    }

    /// A string in quotes.
    static func string(_ text: String) -> String {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 { result += escaped(byte) }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
        case 0x08: Array("\\b".utf8)
        case 0x09: Array("\\t".utf8)
        case 0x0a: Array("\\n".utf8)
        case 0x0c: Array("\\f".utf8)
        case 0x0d: Array("\\r".utf8)
        case 0x00..<0x20: Array("\\u00".utf8) + Array(Hexadecimal.text([byte]).utf8)
        default: [byte]
        }
    }
}
