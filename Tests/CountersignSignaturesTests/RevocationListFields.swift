import Testing

/// A key revocation list in its sections (PROTOCOL.krl), to be made right and wrong.
struct RevocationListFields {
    var version = 1
    var sections: [UInt8] = []
    var trailing: [UInt8] = []

    /// The list's bytes.
    var bytes: [UInt8] {
        let numbers = Encoded.uint32(version) + [7, 8, 0].flatMap(CertificateFields.uint64)
        return Array("SSHKRL\n\0".utf8) + numbers + Encoded.string([]) + Encoded.string("comment") + sections + trailing
    }

    /// Adds a section of keys or digests.
    mutating func add(_ type: UInt8, _ strings: [[UInt8]]) {
        sections += [type] + Encoded.string(strings.flatMap { Encoded.string($0) })
    }

    /// Adds a section about an authority's certificates; without an authority, about any's.
    mutating func add(certificatesOf authority: [UInt8], _ subsections: [(UInt8, [UInt8])]) {
        let body = subsections.flatMap { [$0.0] + Encoded.string($0.1) }
        sections += [1] + Encoded.string(Encoded.string(authority) + Encoded.string([]) + body)
    }

    /// Signs what is there so far.
    mutating func sign(with key: SoftwareKey) throws {
        sections += [4] + Encoded.string(key.blob)
        sections += Encoded.string(try key.sign(bytes))
    }
}
