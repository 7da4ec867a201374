import Testing

/// A certificate in its fields (PROTOCOL.certkeys), to be made wrong in every way and signed all the same.
struct CertificateFields {
    var type: String
    var nonce = [UInt8](repeating: 0x5a, count: 32)
    var keyFields: [UInt8]
    var serial: UInt64 = 7
    var kind = 1
    var keyID = Array("alice's laptop".utf8)
    var principals = [Array("alice@example.com".utf8)]
    var validAfter: UInt64 = 0
    var validBefore: UInt64 = .max
    var critical: [UInt8] = []
    var extensions: [UInt8] = []
    var reserved: [UInt8] = []
    var authority: [UInt8]
    /// Put before the authority's signature, and signed.
    var inserted: [UInt8] = []
    /// Put behind the authority's signature.
    var trailing: [UInt8] = []
    /// What becomes of the authority's signature.
    var changeSignature: ([UInt8]) -> [UInt8] = { $0 }

    init(for key: SoftwareKey, by authority: SoftwareKey) throws {
        let name = try #require(Encoded.strings(Array(key.blob.prefix(4 + key.blob.nameLength))).first)
        let plain = String(decoding: name, as: UTF8.self)
        type = plain.replacing("@openssh.com", with: "") + "-cert-v01@openssh.com"
        keyFields = Array(key.blob.dropFirst(4 + name.count))
        self.authority = authority.blob
    }

    /// An option or extension as the lists hold it.
    static func option(_ name: String, _ data: [UInt8] = []) -> [UInt8] {
        Encoded.string(name) + Encoded.string(data)
    }

    /// The certificate, signed by the authority.
    func blob(signedBy key: SoftwareKey) throws -> [UInt8] {
        let head = Encoded.string(type) + Encoded.string(nonce) + keyFields + Self.uint64(serial)
        let names = Encoded.uint32(kind) + Encoded.string(keyID) + Encoded.string(principals.flatMap(Encoded.string))
        let lists = Self.uint64(validAfter) + Self.uint64(validBefore) + Encoded.string(critical)
        let tail = Encoded.string(extensions) + Encoded.string(reserved) + Encoded.string(authority) + inserted
        let signed = head + names + lists + tail
        return signed + Encoded.string(changeSignature(try key.sign(signed))) + trailing
    }

    static func uint64(_ value: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
    }
}

extension [UInt8] {
    fileprivate var nameLength: Int { prefix(4).reduce(0) { $0 << 8 | Int($1) } }
}
