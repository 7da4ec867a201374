public import CountersignObjects

/// The key of an OpenPGP signature that was found good; only a verification makes one.
///
/// It says that whoever holds the key signed. Whose key it is, and whether he may, is for the policy to say.
public struct VerifiedOpenPGPKey: Hashable, Sendable {
    /// The primary key's fingerprint: 40 upper-case hexadecimal digits.
    public let fingerprint: String
    /// The fingerprint of the key that signed: the primary key's, or a subkey's.
    public let signingFingerprint: String
    /// When the signature says that it was made.
    public let signedAt: Timestamp
    private let key: OpenPGPCertificate.SigningKey

    /// Whether the key and its primary key were there and had not expired then.
    public func isValid(at time: Timestamp) -> Bool { key.isValid(at: Int(time.seconds)) }

    init(certificate: OpenPGPCertificate, key: OpenPGPCertificate.SigningKey, signedAt: Int) {
        fingerprint = certificate.fingerprint
        signingFingerprint = Hexadecimal.upper(key.fingerprint)
        self.signedAt = Timestamp(seconds: Int64(signedAt))
        self.key = key
    }
}

extension OpenPGPCertificate.SigningKey {
    /// Whether it had been made, and had not expired, at this second since the epoch.
    func isValid(at second: Int) -> Bool {
        validFrom <= second && validUntil.map { second < $0 } ?? true
    }
}
