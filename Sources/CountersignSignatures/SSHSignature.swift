internal import Crypto

/// An SSHSIG (OpenSSH's PROTOCOL.sshsig, version 1), read but not yet believed; `verify` makes the difference.
///
/// Nothing that `ssh-keygen -Y verify` refuses is accepted. Refused beyond that: version 0, a NUL at the end of a
/// name, an `mpint` with leading zeros, a namespace that is empty or not UTF-8, RSA below 2048 or above 8192 bits,
/// Ed25519 keys of small order, DSA, WebAuthn signatures, text after the armour, and of certificates what
/// `SSHCertificate` refuses.
/// The `reserved` field is neither signed nor looked at, as in OpenSSH: two different blobs can hold one signature.
public struct SSHSignature: Sendable {
    /// How the message was hashed before it was signed.
    public enum HashAlgorithm: String, Hashable, Sendable {
        /// SHA-256.
        case sha256
        /// SHA-512, what ssh-keygen takes unless told otherwise.
        case sha512
    }

    /// The most bytes that `parse(blob:)` looks at; a signature by an RSA key of 8192 bits has about 2200.
    public static let longestBlob = 64 << 10

    /// The key that is said to have signed.
    public let publicKey: SSHPublicKey
    /// The certificate that came with it; nil for a plain key.
    public let certificate: SSHCertificate?
    /// What the signature was made for, such as `git` or `countersign`.
    public let namespace: String
    /// How the message was hashed.
    public let hashAlgorithm: HashAlgorithm
    /// The signature algorithm's name, such as `ssh-ed25519` or `rsa-sha2-512`.
    public var algorithm: String { body.algorithm }
    private let body: SignatureBody

    /// Reads a binary SSHSIG from its first byte to its last.
    ///
    /// - Throws: `SSHSignatureError`, any case but `.wrongNamespace` and `.wrongKey`.
    public static func parse(blob: [UInt8]) throws(SSHSignatureError) -> SSHSignature {
        try SSHSignature(blob: blob)
    }

    private init(blob: [UInt8]) throws(SSHSignatureError) {
        guard blob.count <= Self.longestBlob else { throw .tooLong(limit: Self.longestBlob) }
        var reader = WireReader(blob)
        try reader.expect(Self.preamble, "SSHSIG at the start")
        let version = try reader.uint32("the version")
        guard version == 1 else { throw .unsupportedVersion(version) }
        let keyBlob = Array(try reader.string("the public key"))
        certificate = SSHCertificate.isCertificate(keyBlob) ? try SSHCertificate(blob: keyBlob) : nil
        if let certificate {
            publicKey = certificate.publicKey
        } else {
            publicKey = try SSHPublicKey(unprovedBlob: keyBlob)
        }
        namespace = try Self.namespace(&reader)
        _ = try reader.string("the reserved field")
        let hash = try reader.name("the hash algorithm")
        guard let hashAlgorithm = HashAlgorithm(rawValue: hash) else { throw .unsupportedAlgorithm(hash) }
        self.hashAlgorithm = hashAlgorithm
        body = try SignatureBody(reader.string("the signature blob"), by: KeyType(named: publicKey.type))
        try reader.end("the signature blob")
    }

    /// Checks that the key in the signature signed this message for this purpose.
    ///
    /// - Parameters:
    ///   - message: the bytes that were signed, however many.
    ///   - namespace: the purpose that is asked for; compared byte by byte.
    /// - Throws: `SSHSignatureError`: `.wrongNamespace`, `.badSignature`, or `.malformed` when the key is none.
    public func verify(message: [UInt8], namespace: String) throws(SSHSignatureError) -> VerifiedSSHKey {
        try verify(message: message, namespace: namespace, with: publicKey.prepared())
    }

    /// The same with a key that was prepared before, which spares most of the work that is not the verification.
    ///
    /// - Throws: as `verify(message:namespace:)`, and `.wrongKey` when `prepared` is not of `publicKey`.
    public func verify(
        message: [UInt8], namespace: String, with prepared: PreparedSSHKey
    ) throws(SSHSignatureError) -> VerifiedSSHKey {
        guard prepared.key == publicKey else { throw .wrongKey }
        // Swift's `==` takes composed and decomposed letters for the same; OpenSSH and a signature do not.
        guard namespace.utf8.elementsEqual(self.namespace.utf8) else {
            throw .wrongNamespace(expected: namespace, found: self.namespace)
        }
        let state = try prepared.verify(body, of: signedData(message))
        let verified = VerifiedSSHKey(key: publicKey, certificate: certificate, authenticator: state)
        if certificate?.requiresUserVerification == true, verified.userVerified != true {
            throw .badCertificate("it asks for a FIDO key that knew its user")
        }
        return verified
    }

    /// What is really signed; its reserved field is empty, whatever the blob's holds.
    private func signedData(_ message: [UInt8]) -> [UInt8] {
        let digest =
            switch hashAlgorithm {
            case .sha256: Array(SHA256.hash(data: message))
            case .sha512: Array(SHA512.hash(data: message))
            }
        return Self.preamble + Wire.string(namespace.utf8) + Wire.string([])
            + Wire.string(hashAlgorithm.rawValue.utf8) + Wire.string(digest)
    }

    private static let preamble = Array("SSHSIG".utf8)

    private static func namespace(_ reader: inout WireReader) throws(SSHSignatureError) -> String {
        let bytes = try reader.string("the namespace")
        guard !bytes.isEmpty else { throw .malformed("the namespace is empty") }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed("the namespace is no text")
        }
        return text
    }
}
