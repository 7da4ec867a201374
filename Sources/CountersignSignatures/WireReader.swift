/// Reads SSH's wire encoding (RFC 4251, section 5) front to back; every read may find the bytes wanting.
struct WireReader {
    /// What was not read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) {
        rest = ArraySlice(bytes)
    }

    mutating func byte(_ what: String) throws(SSHSignatureError) -> UInt8 {
        guard let first = rest.popFirst() else { throw .malformed("\(what) is cut short") }
        return first
    }

    mutating func uint32(_ what: String) throws(SSHSignatureError) -> UInt32 {
        try take(4, what).reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func uint64(_ what: String) throws(SSHSignatureError) -> UInt64 {
        try take(8, what).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Whether everything was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// A `string`: any bytes behind their length.
    mutating func string(_ what: String) throws(SSHSignatureError) -> ArraySlice<UInt8> {
        let length = try uint32(what)
        return try take(Int(length), what)
    }

    /// A key type or algorithm: 1 to 64 visible ASCII characters (RFC 4250, section 4.6.1), so safe to print.
    ///
    /// OpenSSH also lets one NUL stand at the end; that would be a second spelling and is refused here.
    mutating func name(_ what: String) throws(SSHSignatureError) -> String {
        let bytes = try string(what)
        guard (1...64).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .malformed("\(what) is not a name")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A positive `mpint` in its one canonical form, without the zero byte that keeps it positive.
    ///
    /// OpenSSH refuses negative ones and trims leading zeros; they are refused here, or one key would have many
    /// blobs and so many fingerprints.
    mutating func positive(_ what: String) throws(SSHSignatureError) -> ArraySlice<UInt8> {
        let bytes = try string(what)
        guard let first = bytes.first else { throw .malformed("\(what) is zero") }
        guard first < 0x80 else { throw .malformed("\(what) is negative") }
        guard first == 0 else { return bytes }
        let magnitude = bytes.dropFirst()
        guard let next = magnitude.first, next >= 0x80 else { throw .malformed("\(what) has leading zeros") }
        return magnitude
    }

    /// A `string` that is text: UTF-8 without a NUL.
    ///
    /// OpenSSH lets one NUL stand at the end and asks for no encoding; that would be a second spelling.
    mutating func text(_ what: String) throws(SSHSignatureError) -> String {
        let bytes = try string(what)
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed("\(what) is no text")
        }
        return text
    }

    mutating func expect(_ literal: some Collection<UInt8>, _ what: String) throws(SSHSignatureError) {
        guard rest.starts(with: literal) else { throw .malformed("no \(what)") }
        rest = rest.dropFirst(literal.count)
    }

    func end(_ what: String) throws(SSHSignatureError) {
        guard rest.isEmpty else { throw .malformed("\(rest.count) bytes too many after \(what)") }
    }

    private mutating func take(_ count: Int, _ what: String) throws(SSHSignatureError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .malformed("\(what) is cut short") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

/// The writing side, for what is signed.
enum Wire {
    static func string(_ bytes: some Collection<UInt8>) -> [UInt8] {
        uint32(UInt32(truncatingIfNeeded: bytes.count)) + bytes
    }

    static func uint32(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
