internal import Crypto

/// A public key that can make signatures which are accepted here; equal when the blobs are.
///
/// Accepted are `ssh-ed25519`, `ecdsa-sha2-nistp256`, `-nistp384`, `-nistp521`, `ssh-rsa` of 2048 to 8192 bits,
/// `sk-ssh-ed25519@openssh.com` and `sk-ecdsa-sha2-nistp256@openssh.com`. A blob has one spelling only, so a key has
/// one fingerprint only.
public struct SSHPublicKey: Sendable {
    /// The key in SSH's wire encoding (RFC 4253, section 6.6).
    public let blob: [UInt8]
    /// The key type's name, such as `ssh-ed25519`; for RSA `ssh-rsa`, whatever the hash of its signatures.
    public let type: String

    /// Reads a blob to its end and makes sure that the key can be used.
    ///
    /// - Throws: `SSHSignatureError`: `.malformed`, `.unsupportedAlgorithm`, `.certificateNotSupported`, `.weakKey`.
    public init(blob: [UInt8]) throws(SSHSignatureError) {
        try self.init(unprovedBlob: blob)
        _ = try prepared()
    }

    /// Reads one line of an `authorized_keys` or `.pub` file without options: type, base64, optional comment.
    ///
    /// - Throws: `SSHSignatureError`, as `init(blob:)` does.
    public init(authorizedKeysForm line: String) throws(SSHSignatureError) {
        var text = ArraySlice(line.utf8).drop(while: isSpaceOrTab)
        while let last = text.last, Base64.isBlank(last) { text.removeLast() }
        try self.init(fields: text)
    }

    /// Leaves the proof that the numbers are a real key to `prepared()`: a signature's own key is proved when the
    /// signature is, and a key that was prepared before need not be proved again.
    init(unprovedBlob blob: [UInt8]) throws(SSHSignatureError) {
        type = try KeyMaterial(blob: blob).type.rawValue
        self.blob = blob
    }

    /// Reads `type base64 [comment]`, as `sshkey_read` does.
    init(fields text: ArraySlice<UInt8>) throws(SSHSignatureError) {
        let name = text.prefix { !isSpaceOrTab($0) }
        let encoded = text.dropFirst(name.count).drop(while: isSpaceOrTab).prefix { !isSpaceOrTab($0) }
        guard !encoded.isEmpty, let blob = Base64.decode(encoded) else {
            throw .malformed("no key type followed by padded base64")
        }
        try self.init(blob: blob)
        guard name.elementsEqual(type.utf8) else { throw .malformed("the key is of another type than is written") }
    }

    /// The key as one line of an `authorized_keys` or `.pub` file has it: type and base64.
    public var authorizedKeysForm: String { "\(type) \(Base64.encode(blob))" }

    /// The name that `ssh-keygen -l` prints: `SHA256:` and 43 characters of base64.
    public var fingerprint: String { Self.fingerprint(of: blob) }

    static func fingerprint(of blob: [UInt8]) -> String {
        "SHA256:" + Base64.encodeUnpadded(SHA256.hash(data: blob))
    }

    /// The key made ready, to be kept by whoever verifies many signatures by the same people.
    ///
    /// - Throws: `SSHSignatureError.malformed` when the numbers are no key, such as a point off its curve.
    public func prepared() throws(SSHSignatureError) -> PreparedSSHKey {
        try PreparedSSHKey(self)
    }
}

extension SSHPublicKey: Hashable {
    /// Equal when the blobs are; the type is part of the blob.
    public static func == (left: SSHPublicKey, right: SSHPublicKey) -> Bool { left.blob == right.blob }

    /// Hashes the blob.
    public func hash(into hasher: inout Hasher) { hasher.combine(blob) }
}

/// The two characters that part the fields of a line.
func isSpaceOrTab(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
