/// Reads big-endian numbers and counted bytes front to back; every read may find the bytes wanting.
struct ByteReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) {
        rest = ArraySlice(bytes)
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte(_ what: String) throws(OpenPGPError) -> UInt8 {
        guard let first = rest.popFirst() else { throw .malformed("\(what) is cut short") }
        return first
    }

    /// An unsigned number of up to eight bytes.
    mutating func number(bytes count: Int, _ what: String) throws(OpenPGPError) -> Int {
        try take(count, what).reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func take(_ count: Int, _ what: String) throws(OpenPGPError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .malformed("\(what) is cut short") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A multiprecision integer in its one form (RFC 4880, section 3.2): the bit count is exact.
    ///
    /// Gives the number's bytes without leading zeros.
    mutating func integer(_ what: String) throws(OpenPGPError) -> ArraySlice<UInt8> {
        let bits = try number(bytes: 2, what)
        let bytes = try take((bits + 7) / 8, what)
        let found = bytes.first.map { bytes.count * 8 - $0.leadingZeroBitCount } ?? 0
        guard found == bits, bits > 0 else { throw .malformed("\(what) has another length than it says") }
        return bytes
    }

    func end(_ what: String) throws(OpenPGPError) {
        guard rest.isEmpty else { throw .malformed("\(rest.count) bytes too many after \(what)") }
    }
}
