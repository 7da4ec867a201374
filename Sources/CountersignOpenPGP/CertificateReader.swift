/// Puts a certificate together from its packets.
struct CertificateReader {
    /// A key, user id or subkey with the signatures that follow it.
    private struct Part {
        let packet: Packet
        var signatures: [SignaturePacket] = []
    }

    private let primary: KeyPacket
    private let parts: [Part]

    /// Reads the packets of exactly one certificate.
    static func read(_ bytes: [UInt8]) throws(OpenPGPError) -> OpenPGPCertificate {
        let reader = try CertificateReader(try Packet.all(in: bytes))
        return OpenPGPCertificate(fingerprint: reader.primary.name, bytes: bytes, keys: try reader.keys())
    }

    private init(_ packets: [Packet]) throws(OpenPGPError) {
        guard let first = packets.first, first.tag == .publicKey else { throw .malformed("no public key at the start") }
        primary = try KeyPacket(first.body)
        if let weakness = primary.weakness { throw .unsupported(weakness) }
        var parts: [Part] = []
        for (index, packet) in packets.enumerated() {
            switch packet.tag {
            case .signature:
                let signature = try SignaturePacket(packet.body)
                try Self.check(signature, primary)
                try Self.check(signature, standsAfter: parts.last?.packet.tag)
                parts[parts.count - 1].signatures.append(signature)
            case .publicKey where index > 0: throw .malformed("two keys in one file")
            case .secretKey, .secretSubkey: throw .malformed("a secret key: it is not secret any more")
            default: parts.append(Part(packet: packet))
            }
        }
        self.parts = parts
    }

    /// A signature that has lost what it is about would be read by librnp and refused, with the whole key, by GnuPG.
    private static func check(
        _ signature: SignaturePacket, standsAfter tag: Packet.Tag?
    ) throws(OpenPGPError) {
        let allowed: [UInt8]
        switch tag {
        case .publicKey: allowed = [SignaturePacket.Kind.direct, SignaturePacket.Kind.keyRevocation]
        case .userID, .userAttribute:
            allowed = Array(SignaturePacket.Kind.certifications) + [SignaturePacket.Kind.certificationRevocation]
        case .publicSubkey: allowed = [SignaturePacket.Kind.subkeyBinding, SignaturePacket.Kind.subkeyRevocation]
        default: allowed = []
        }
        guard allowed.contains(signature.type) else {
            throw .malformed("a signature of type \(signature.type) that is about nothing before it")
        }
    }

    /// A signature of the key's own that GnuPG heeds and librnp does not, or the other way round, would make them
    /// judge differently: what ends a key must not be overlooked because it is weak.
    private static func check(_ signature: SignaturePacket, _ primary: KeyPacket) throws(OpenPGPError) {
        guard signature.mayBe(by: primary) else { return }
        guard signature.isStrong else {
            throw .unsupported("a signature of the key's own with hash \(signature.hash)")
        }
        guard (signature.subpackets.expiresAfter ?? 0) == 0 else {
            throw .unsupported("a signature of the key's own that expires")
        }
    }

    private func keys() throws(OpenPGPError) -> [OpenPGPCertificate.SigningKey] {
        let all = parts.flatMap(\.signatures)
        let isRevoked = all.contains { $0.type == SignaturePacket.Kind.keyRevocation }
        let own = ownSignatures()
        let until = Self.earliestEnd(own.map { Self.end(of: primary, by: $0) })
        var keys = [
            OpenPGPCertificate.SigningKey(
                fingerprint: primary.fingerprint, validFrom: primary.created, validUntil: until, isRevoked: isRevoked,
                obstacle: obstacle(ofPrimary: own))
        ]
        for part in parts where part.packet.tag == .publicSubkey {
            keys.append(try subkey(part, primaryEnd: until, isRevoked: isRevoked))
        }
        return keys
    }

    /// The newest signature of its own on the key itself, and on each user id.
    private func ownSignatures() -> [SignaturePacket] {
        parts.compactMap { part in
            part.signatures.filter { signature in
                let isMeant =
                    part.packet.tag == .publicKey
                    ? signature.type == SignaturePacket.Kind.direct
                    : [.userID, .userAttribute].contains(part.packet.tag)
                        && SignaturePacket.Kind.certifications.contains(signature.type)
                return isMeant && signature.mayBe(by: primary)
            }.max { $0.created < $1.created }
        }
    }

    private func obstacle(ofPrimary own: [SignaturePacket]) -> String? {
        let flags = own.compactMap(\.subpackets.keyFlags)
        if flags.isEmpty || !flags.allSatisfy({ $0 & 0x02 != 0 }) { return "its flags do not say that it signs" }
        return nameObstacle
    }

    /// A user id that stands: certified by the key, and nobody's certification of it taken back.
    private var nameObstacle: String? {
        let stands = parts.contains { part in
            part.packet.tag == .userID
                && !part.signatures.contains { $0.type == SignaturePacket.Kind.certificationRevocation }
                && part.signatures.contains {
                    SignaturePacket.Kind.certifications.contains($0.type) && $0.mayBe(by: primary)
                }
        }
        return stands ? nil : "it has no user id that is not revoked"
    }

    private func subkey(
        _ part: Part, primaryEnd: Int?, isRevoked: Bool
    ) throws(OpenPGPError) -> OpenPGPCertificate.SigningKey {
        let key = try KeyPacket(part.packet.body)
        let bindings = part.signatures.filter { $0.type == SignaturePacket.Kind.subkeyBinding }
        let newest = bindings.max { $0.created < $1.created }
        return OpenPGPCertificate.SigningKey(
            fingerprint: key.fingerprint, validFrom: max(key.created, primary.created),
            validUntil: Self.earliestEnd([primaryEnd, newest.flatMap { Self.end(of: key, by: $0) }]),
            isRevoked: isRevoked
                || part.signatures.contains { $0.type == SignaturePacket.Kind.subkeyRevocation },
            obstacle: key.weakness ?? Self.obstacle(of: bindings) ?? nameObstacle)
    }

    /// Every binding must say that the subkey signs, and hold the subkey's own word for it.
    ///
    /// Without that word anybody could bind somebody else's subkey to his own key (RFC 4880, section 5.2.1, 0x19).
    private static func obstacle(of bindings: [SignaturePacket]) -> String? {
        guard !bindings.isEmpty else { return "nothing binds it to the primary key" }
        for binding in bindings {
            guard let flags = binding.subpackets.keyFlags, flags & 0x02 != 0 else {
                return "its flags do not say that it signs"
            }
            let back = binding.subpackets.embedded.compactMap { try? SignaturePacket($0) }
            guard back.count == 1, back.count == binding.subpackets.embedded.count,
                back.allSatisfy({ $0.type == SignaturePacket.Kind.primaryBinding && $0.isStrong })
            else { return "the subkey has not signed its binding" }
        }
        return nil
    }

    private static func end(of key: KeyPacket, by signature: SignaturePacket) -> Int? {
        guard let seconds = signature.subpackets.keyExpiresAfter, seconds > 0 else { return nil }
        return key.created + seconds
    }

    private static func earliestEnd(_ ends: [Int?]) -> Int? { ends.compactMap { $0 }.min() }
}
