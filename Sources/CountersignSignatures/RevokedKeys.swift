internal import Crypto

/// The SSH keys and certificates that are void, as `ssh-keygen -Y verify -r` takes them from a file.
///
/// The file is a key revocation list (OpenSSH's PROTOCOL.krl) or a plain list of public keys, one a line. A key is
/// revoked by its blob, SHA-1 or SHA-256; a certificate by its key, by its authority's key, and by its serial or key
/// id under that authority or under any.
public struct RevokedKeys: Hashable, Sendable {
    /// What is revoked of one authority's certificates.
    struct Certificates: Hashable {
        /// The authority's key blob; nil for any authority.
        let authority: [UInt8]?
        var serials: [ClosedRange<UInt64>] = []
        var keyIDs: Set<[UInt8]> = []

        /// Serial zero is what an authority gives that counts none; OpenSSH never finds it in a list.
        func contain(_ certificate: SSHCertificate) -> Bool {
            keyIDs.contains(certificate.keyID)
                || certificate.serial != 0 && serials.contains { $0.contains(certificate.serial) }
        }
    }

    var blobs: Set<[UInt8]> = []
    var sha1s: Set<[UInt8]> = []
    var sha256s: Set<[UInt8]> = []
    var certificates: [Certificates] = []

    /// A list that revokes nothing.
    public static let none = RevokedKeys()

    init() {}

    /// Reads a file: a KRL if it begins as one, else a list of keys.
    ///
    /// - Throws: `RevokedKeysError` for anything that is not known or not whole: what can't be read might revoke.
    public static func parse(_ bytes: [UInt8]) throws(RevokedKeysError) -> RevokedKeys {
        bytes.starts(with: KeyRevocationList.magic)
            ? try KeyRevocationList.parse(bytes) : try RevokedKeyLines.parse(bytes)
    }

    /// Whether that key is revoked.
    public func revoke(_ key: SSHPublicKey) -> Bool {
        blobs.contains(key.blob) || sha256s.contains(Array(SHA256.hash(data: key.blob)))
            || !sha1s.isEmpty && sha1s.contains(Array(Insecure.SHA1.hash(data: key.blob)))
    }

    /// Whether that certificate is revoked: itself, its key or its authority's.
    public func revoke(_ certificate: SSHCertificate) -> Bool {
        revoke(certificate.publicKey) || revoke(certificate.authority)
            || certificates.contains {
                ($0.authority == nil || $0.authority == certificate.authority.blob) && $0.contain(certificate)
            }
    }
}
