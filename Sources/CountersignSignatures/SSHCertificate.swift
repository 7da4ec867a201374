public import CountersignObjects

/// An OpenSSH user certificate whose authority's signature is good (PROTOCOL.certkeys).
///
/// It says that the holder of the authority's key vouches for this key and these names. Whether that authority may
/// vouch for anybody is for the policy to say. Stricter than `ssh-keygen -Y verify`, which reads critical options
/// and heeds none: any but `verify-required` refuses the certificate, for it was given for something more narrow.
public struct SSHCertificate: Hashable, Sendable {
    /// The most names that OpenSSH reads.
    static let mostPrincipals = 256

    /// The whole certificate in SSH's wire encoding.
    public let blob: [UInt8]
    /// The key that is certified.
    public let publicKey: SSHPublicKey
    /// The number that the authority gave it; zero where it counts none.
    public let serial: UInt64
    /// What the authority calls it, any bytes; revocation lists name certificates by it.
    public let keyID: [UInt8]
    /// Whom the key is vouched for, in the order of the certificate; never empty.
    public let principals: [String]
    /// The first moment of validity, in seconds since the epoch.
    public let validAfter: UInt64
    /// The first moment after it; all bits set for "forever".
    public let validBefore: UInt64
    /// Whether signatures count only when the FIDO key knew its user (`verify-required`).
    public let requiresUserVerification: Bool
    /// The key of the authority.
    public let authority: SSHPublicKey

    /// Whether the certificate was valid then: from `validAfter` up to but not at `validBefore`, as in OpenSSH.
    public func isValid(at time: Timestamp) -> Bool {
        guard let seconds = UInt64(exactly: time.seconds) else { return false }
        return validAfter <= seconds && seconds < validBefore
    }

    /// Whether the certificate names exactly this principal, byte for byte; it has no patterns.
    public func names(principal: String) -> Bool {
        principals.contains { $0.utf8.elementsEqual(principal.utf8) }
    }

    /// Whether the blob begins as a certificate does that can be read here.
    public static func isCertificate(_ blob: [UInt8]) -> Bool {
        var reader = WireReader(blob)
        guard let name = try? reader.name("the key type") else { return false }
        return CertificateType.keyTypes[name] != nil
    }

    /// Reads one line of a `-cert.pub` file: type, base64, optional comment; nil when it is of no certificate's type.
    ///
    /// - Throws: `SSHSignatureError`, as `init(blob:)` does.
    public init?(authorizedKeysForm line: String) throws(SSHSignatureError) {
        let fields = line.utf8.split { isSpaceOrTab($0) || $0 == 0x0d }
        guard let name = fields.first, CertificateType.names.contains(String(decoding: name, as: UTF8.self)) else {
            return nil
        }
        guard let encoded = fields.dropFirst().first, let blob = Base64.decode(Array(encoded)) else {
            throw .malformed("no certificate type followed by padded base64")
        }
        try self.init(blob: blob)
    }

    /// The key that a certificate is for, whoever signed it and whatever it says: for revoking that key.
    ///
    /// Throws `SSHSignatureError`.
    static func certifiedKey(in blob: [UInt8]) throws(SSHSignatureError) -> SSHPublicKey {
        var reader = WireReader(blob)
        let name = try reader.name("the key type")
        guard let type = CertificateType.keyTypes[name] else { throw .certificateNotSupported(name) }
        _ = try reader.string("the nonce")
        return try publicKey(type, &reader)
    }

    /// Reads a certificate to its last byte and checks its authority's signature.
    ///
    /// - Throws: `SSHSignatureError`: `.badCertificate` for what a certificate must not be, and any case that key and
    ///   signature can have.
    public init(blob: [UInt8]) throws(SSHSignatureError) {
        var reader = WireReader(blob)
        let name = try reader.name("the key type")
        guard let type = CertificateType.keyTypes[name] else { throw .certificateNotSupported(name) }
        _ = try reader.string("the nonce")
        publicKey = try Self.publicKey(type, &reader)
        serial = try reader.uint64("the serial")
        let kind = try reader.uint32("the certificate's kind")
        keyID = Array(try reader.string("the key id"))
        guard !keyID.contains(0) else { throw .badCertificate("a NUL in its key id") }
        principals = try Self.principals(reader.string("the principals"))
        validAfter = try reader.uint64("the start of validity")
        validBefore = try reader.uint64("the end of validity")
        requiresUserVerification = try CriticalOptions.read(reader.string("the critical options"))
        try CriticalOptions.checkExtensions(reader.string("the extensions"))
        _ = try reader.string("the reserved field")
        authority = try SSHPublicKey(unprovedBlob: Array(reader.string("the authority's key")))
        let signed = Array(blob.dropLast(reader.rest.count))
        let signature = try reader.string("the authority's signature")
        try reader.end("the certificate")
        guard kind == 1 else { throw .badCertificate("it is no user certificate") }
        guard !principals.isEmpty else { throw .badCertificate("it names no principal") }
        try Self.check(signature, by: authority, of: signed)
        self.blob = blob
    }

    /// The certified key's fields are those of a plain key of that type, behind another name.
    private static func publicKey(
        _ type: KeyType, _ reader: inout WireReader
    ) throws(SSHSignatureError) -> SSHPublicKey {
        let before = reader.rest
        _ = try KeyMaterial(type: type, &reader)
        let fields = before.dropLast(reader.rest.count)
        return try SSHPublicKey(unprovedBlob: Wire.string(type.rawValue.utf8) + fields)
    }

    private static func principals(_ list: ArraySlice<UInt8>) throws(SSHSignatureError) -> [String] {
        var reader = WireReader(list)
        var names: [String] = []
        while !reader.isAtEnd {
            guard names.count < mostPrincipals else { throw .badCertificate("it names too many principals") }
            names.append(try reader.text("a principal"))
        }
        return names
    }

    private static func check(
        _ signature: ArraySlice<UInt8>, by authority: SSHPublicKey, of signed: [UInt8]
    ) throws(SSHSignatureError) {
        let body = try SignatureBody(signature, by: KeyType(named: authority.type))
        do {
            _ = try authority.prepared().verify(body, of: signed)
        } catch .badSignature {
            throw .badCertificate("its authority did not sign it")
        }
    }
}
