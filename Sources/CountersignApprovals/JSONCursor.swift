/// A place in a JSON text that can't run past its end.
struct JSONCursor {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The byte at the place; nil at the end.
    var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// Takes the byte at the place; nil at the end.
    mutating func next() -> UInt8? {
        guard let byte = peek else { return nil }
        offset += 1
        return byte
    }

    /// Takes the byte at the place if it is this one.
    mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: wanted) else { return false }
        offset += 1
        return true
    }

    /// Takes bytes as long as they fit, and hands them out.
    mutating func takeWhile(_ fits: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = offset
        while let byte = peek, fits(byte) { offset += 1 }
        return bytes[start..<offset]
    }

    /// Goes past JSON's four blanks.
    mutating func skipBlanks() {
        _ = takeWhile { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
    }

    /// An error at the place.
    func error(_ code: StrictJSONError.Code, _ detail: String) -> StrictJSONError {
        StrictJSONError(code: code, offset: offset, detail: detail)
    }
}
