/// Strings: the part of JSON where one text has the most spellings.
extension JSONReader {
    /// Reads the string at the cursor and undoes its escapes.
    mutating func string() throws(StrictJSONError) -> String {
        guard cursor.take("\"") else { throw cursor.error(.syntax, "expected a string") }
        // A part of the text itself until there is an escape.
        var text = plainText()
        while !cursor.take("\"") {
            guard cursor.take("\\") else {
                throw cursor.error(.syntax, cursor.peek == nil ? "a string without end" : "a bare control character")
            }
            try escape(into: &text)
            text += plainText()
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands for itself.
    private mutating func plainText() -> ArraySlice<UInt8> {
        cursor.takeWhile { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20 }
    }

    private mutating func escape(into text: inout ArraySlice<UInt8>) throws(StrictJSONError) {
        let failure = cursor.error(.syntax, "an unknown escape")
        switch cursor.next() {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += Array(String(Character(try scalar())).utf8)
        default: throw failure
        }
    }

    /// The character of a `\u` escape, whose `\u` is taken, or of a pair of them.
    private mutating func scalar() throws(StrictJSONError) -> Unicode.Scalar {
        let failure = cursor.error(.loneSurrogate, "half of a surrogate pair")
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), cursor.take("\\"), cursor.take("u") else { throw failure }
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(second) else { throw failure }
        let value = 0x1_0000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00)
        guard let scalar = Unicode.Scalar(value) else { throw failure }
        return scalar
    }

    private mutating func codeUnit() throws(StrictJSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = cursor.peek.flatMap(Hexadecimal.value(ofDigit:)) else {
                throw cursor.error(.syntax, "expected four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            _ = cursor.next()
        }
        return unit
    }
}
