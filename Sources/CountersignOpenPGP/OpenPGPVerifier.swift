public import CountersignObjects

/// Verifies OpenPGP signatures against one keyring at one "now", in this process, with librnp.
///
/// The signature and the keys are read twice: here, strictly, and by librnp, which computes. Both must agree.
/// Neither the user's keyring nor his home directory is looked at.
public final class OpenPGPVerifier {
    /// How far a clock may be ahead, in seconds (POLICY.md, "When an approval counts").
    private static let clockTolerance = 300
    /// The most bytes of a signature; one by an RSA key of 8192 bits has about 1100.
    public static let longestSignature = 64 << 10

    private let keyring: OpenPGPKeyring
    private let now: Int
    private var library: RNPKeys?

    /// Keeps librnp from writing what it thinks of signatures to C's stream `stderr`, for the rest of the process.
    ///
    /// Whoever writes errors to file descriptor 2 is not concerned. To be called before there are other threads.
    public static func muteLibrary() { RNPKeys.mute() }

    /// Keys, and the moment at which their signatures are judged.
    public init(keyring: OpenPGPKeyring, now: Timestamp) {
        self.keyring = keyring
        self.now = Int(now.seconds)
    }

    /// Verifies an armoured signature, as git keeps it in `gpgsig`.
    ///
    /// - Throws: `OpenPGPError`, as `verify(signature:message:)` does.
    public func verify(armored: [UInt8], message: [UInt8]) throws(OpenPGPError) -> VerifiedOpenPGPKey {
        guard armored.count <= 2 * Self.longestSignature else { throw .malformed("a signature that is too long") }
        return try verify(signature: try Armor.bytes(armored, kind: "PGP SIGNATURE"), message: message)
    }

    /// The binary form of an armoured signature, not looked at.
    ///
    /// - Throws: `OpenPGPError.malformed`.
    public static func bytes(armored: [UInt8]) throws(OpenPGPError) -> [UInt8] {
        try Armor.bytes(armored, kind: "PGP SIGNATURE")
    }

    /// Verifies a binary detached signature: exactly one, over a binary document.
    ///
    /// - Throws: `OpenPGPError`.
    public func verify(signature: [UInt8], message: [UInt8]) throws(OpenPGPError) -> VerifiedOpenPGPKey {
        let packet = try Self.read(signature)
        let (certificate, key) = try signer(of: packet)
        try check(key, packet)
        try loaded().verify(signature: signature, message: message, by: Hexadecimal.upper(key.fingerprint))
        return VerifiedOpenPGPKey(certificate: certificate, key: key, signedAt: packet.created)
    }

    /// librnp with the keys, made when first asked for.
    private func loaded() throws(OpenPGPError) -> RNPKeys {
        if let library { return library }
        let loaded = try RNPKeys(keyring.certificates.map(\.bytes), now: now + Self.clockTolerance)
        library = loaded
        return loaded
    }

    private static func read(_ signature: [UInt8]) throws(OpenPGPError) -> SignaturePacket {
        guard signature.count <= longestSignature else { throw .malformed("a signature that is too long") }
        let packets = try Packet.all(in: signature)
        guard let only = packets.first, packets.count == 1, only.tag == .signature else {
            throw .malformed("not exactly one signature")
        }
        let packet = try SignaturePacket(only.body)
        guard packet.type == SignaturePacket.Kind.binaryDocument else {
            throw .unsupported("a signature of type \(packet.type)")
        }
        guard packet.isStrong else { throw .unsupported("its algorithm or hash \(packet.hash)") }
        return packet
    }

    private func signer(
        of packet: SignaturePacket
    ) throws(OpenPGPError) -> (OpenPGPCertificate, OpenPGPCertificate.SigningKey) {
        let wanted = packet.subpackets.issuer
        for certificate in keyring.certificates {
            if let key = certificate.keys.first(where: { $0.fingerprint.suffix(wanted.count).elementsEqual(wanted) }) {
                return (certificate, key)
            }
        }
        throw .unknownKey(Hexadecimal.upper(wanted))
    }

    private func check(_ key: OpenPGPCertificate.SigningKey, _ packet: SignaturePacket) throws(OpenPGPError) {
        let name = Hexadecimal.upper(key.fingerprint)
        if key.isRevoked { throw .keyRevoked(name) }
        if let obstacle = key.obstacle { throw .unusableKey(obstacle) }
        guard packet.created <= now + Self.clockTolerance else { throw .fromTheFuture }
        guard key.isValid(at: packet.created) else { throw .keyExpired(name) }
        if let seconds = packet.subpackets.expiresAfter, seconds > 0, packet.created + seconds <= now {
            throw .signatureExpired
        }
    }
}
