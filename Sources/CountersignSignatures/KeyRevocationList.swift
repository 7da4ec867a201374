/// OpenSSH's binary key revocation list, version 1 (PROTOCOL.krl), read as OpenSSH 9.2's `ssh_krl_from_blob` does.
///
/// A section that is not known refuses the list. Signatures are not asked for; one that is there must be good, for
/// OpenSSH up to 9.3 refuses the list otherwise.
struct KeyRevocationList {
    static let magic = Array("SSHKRL\n\0".utf8)

    private enum Section: UInt8 {
        case certificates = 1
        case keys = 2
        case sha1 = 3
        case signature = 4
        case sha256 = 5
    }

    private let bytes: [UInt8]
    private var revoked = RevokedKeys()
    private var signers: [SSHPublicKey] = []

    static func parse(_ bytes: [UInt8]) throws(RevokedKeysError) -> RevokedKeys {
        var list = KeyRevocationList(bytes: bytes)
        do throws(SSHSignatureError) {
            try list.read()
        } catch {
            throw .list(error.description)
        }
        return list.revoked
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func read() throws(SSHSignatureError) {
        var reader = WireReader(bytes)
        try Self.readHeader(&reader)
        while !reader.isAtEnd {
            let number = try reader.byte("a section's type")
            guard let section = Section(rawValue: number) else { throw .malformed("section \(number) is not known") }
            let content = try reader.string("a section")
            if section == .signature {
                try readSignature(by: content, &reader)
            } else {
                guard signers.isEmpty else { throw .malformed("a section after the signature") }
                try read(section, content)
            }
        }
        if !signers.isEmpty, signers.allSatisfy(revoked.revoke) {
            throw .malformed("all keys that signed the list are revoked by it")
        }
    }

    private static func readHeader(_ reader: inout WireReader) throws(SSHSignatureError) {
        try reader.expect(magic, "SSHKRL at the start")
        let version = try reader.uint32("the format's version")
        guard version == 1 else { throw .malformed("format version \(version), only 1 is known") }
        _ = try reader.uint64("the list's version")
        _ = try reader.uint64("the date")
        _ = try reader.uint64("the flags")
        _ = try reader.string("the reserved field")
        _ = try reader.string("the comment")
    }

    private mutating func read(_ section: Section, _ content: ArraySlice<UInt8>) throws(SSHSignatureError) {
        switch section {
        case .certificates: try revoked.certificates.append(RevokedCertificatesReader.read(content))
        case .keys: revoked.blobs.formUnion(try Self.strings(content, length: nil))
        case .sha1: revoked.sha1s.formUnion(try Self.strings(content, length: 20))
        case .sha256: revoked.sha256s.formUnion(try Self.strings(content, length: 32))
        case .signature: break
        }
    }

    private static func strings(_ content: ArraySlice<UInt8>, length: Int?) throws(SSHSignatureError) -> [[UInt8]] {
        var reader = WireReader(content)
        var strings: [[UInt8]] = []
        while !reader.isAtEnd {
            let string = Array(try reader.string("a key or digest"))
            if let length, string.count != length { throw .malformed("a digest of \(string.count) bytes") }
            strings.append(string)
        }
        return strings
    }

    /// The section holds the key alone; the signature follows it, over everything up to and with the key.
    private mutating func readSignature(
        by keyBlob: ArraySlice<UInt8>, _ reader: inout WireReader
    ) throws(SSHSignatureError) {
        let signed = Array(bytes.dropLast(reader.rest.count))
        let key = try SSHPublicKey(unprovedBlob: Array(keyBlob))
        guard !signers.contains(key) else { throw .malformed("signed twice with one key") }
        let signature = try SignatureBody(reader.string("the signature"), by: KeyType(named: key.type))
        _ = try key.prepared().verify(signature, of: signed)
        signers.append(key)
    }
}
