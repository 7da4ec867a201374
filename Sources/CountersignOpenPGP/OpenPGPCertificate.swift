internal import CountersignObjects

/// One person's public key with its subkeys (a "transferable public key", RFC 4880, section 11.1).
///
/// It is read here apart from librnp, and more strictly: a key counts only where both readings agree. What the packets
/// claim is not verified here, and only ever takes something away: a revocation revokes whoever made it.
public struct OpenPGPCertificate: Sendable, Hashable {
    /// A primary key or subkey that may sign.
    struct SigningKey: Sendable, Hashable {
        let fingerprint: [UInt8]
        /// The first second at which it may sign, since the epoch.
        let validFrom: Int
        /// The first second at which it may not any more; nil for never.
        let validUntil: Int?
        let isRevoked: Bool
        /// Why it may not sign, if it may not.
        let obstacle: String?
    }

    /// The primary key's fingerprint: 40 upper-case hexadecimal digits.
    public let fingerprint: String
    /// The packets.
    let bytes: [UInt8]
    /// The primary key, then the subkeys in the order of the packets.
    let keys: [SigningKey]

    /// Whether the key, or a subkey that it has, has that fingerprint in upper-case hexadecimal digits.
    public func has(fingerprint: String) -> Bool {
        keys.contains { Hexadecimal.upper($0.fingerprint) == fingerprint }
    }

    /// What a person is shown of the key: when which of its keys may sign.
    public var facts: [String] {
        keys.filter { $0.obstacle == nil }.map { key in
            let end = key.validUntil.map { "until \(Timestamp(seconds: Int64($0)).rfc3339)" } ?? "without end"
            return "\(fingerprint): \(Hexadecimal.upper(key.fingerprint)) signs, \(key.isRevoked ? "revoked" : end)"
        }
    }
}
