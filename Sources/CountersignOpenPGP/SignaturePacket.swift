/// A signature packet of version 4 (RFC 4880, section 5.2), read but not verified.
struct SignaturePacket {
    /// The types that matter here (RFC 4880, section 5.2.1).
    enum Kind {
        static let binaryDocument: UInt8 = 0x00
        static let certifications: ClosedRange<UInt8> = 0x10...0x13
        static let subkeyBinding: UInt8 = 0x18
        static let primaryBinding: UInt8 = 0x19
        static let direct: UInt8 = 0x1f
        static let keyRevocation: UInt8 = 0x20
        static let subkeyRevocation: UInt8 = 0x28
        static let certificationRevocation: UInt8 = 0x30
    }

    /// SHA-256, SHA-384 and SHA-512, by their numbers; all others are refused.
    private static let hashes: Set<UInt8> = [8, 9, 10]

    let type: UInt8
    let algorithm: PublicKeyAlgorithm?
    let hash: UInt8
    let subpackets: Subpackets
    /// When it says that it was made, in seconds since the epoch.
    let created: Int

    /// Whether it is made with what is accepted: neither a weak hash nor DSA nor anything that is not known.
    var isStrong: Bool { algorithm != nil && Self.hashes.contains(hash) }

    init(_ body: ArraySlice<UInt8>) throws(OpenPGPError) {
        var reader = ByteReader(body)
        let version = try reader.byte("the signature")
        guard version == 4 else { throw .unsupported("a signature of version \(version)") }
        type = try reader.byte("the signature's type")
        algorithm = PublicKeyAlgorithm(rawValue: try reader.byte("the algorithm"))
        hash = try reader.byte("the hash")
        let hashed = try reader.take(reader.number(bytes: 2, "subpackets"), "subpackets")
        let unhashed = try reader.take(reader.number(bytes: 2, "subpackets"), "subpackets")
        subpackets = try Subpackets(hashed: hashed, unhashed: unhashed)
        guard let created = subpackets.created else { throw .malformed("a signature without its time") }
        self.created = created
        _ = try reader.take(2, "the hash's start")
        guard let algorithm else { return }
        for _ in 0..<algorithm.integersInSignature { _ = try reader.integer("a signature's number") }
        try reader.end("the signature")
    }

    /// Whether it says that this key made it.
    func mayBe(by key: KeyPacket) -> Bool { key.fingerprint.suffix(subpackets.issuer.count) == subpackets.issuer[...] }
}
