/// The subpackets of a signature that decide something here (RFC 4880, section 5.2.3).
struct Subpackets {
    private(set) var created: Int?
    private(set) var expiresAfter: Int?
    private(set) var keyExpiresAfter: Int?
    private(set) var keyFlags: UInt8?
    private var issuerFingerprint: [UInt8]?
    private var issuerKeyID: [UInt8]?
    /// The fingerprint of the key that it says made it, or the key id, which is the fingerprint's end.
    private(set) var issuer: [UInt8] = []
    private(set) var embedded: [ArraySlice<UInt8>] = []

    /// The types that may be marked critical, for what they say is heeded here or by librnp, or concerns nobody here.
    ///
    /// Notations are not among them: GnuPG refuses a signature with a critical one that it does not know.
    private static let knownCritical: Set<UInt8> = [2, 3, 7, 9, 11, 16, 21, 22, 25, 27, 30, 32, 33]

    init(hashed: ArraySlice<UInt8>, unhashed: ArraySlice<UInt8>) throws(OpenPGPError) {
        try read(hashed, isHashed: true)
        try read(unhashed, isHashed: false)
        // GnuPG goes by the key id and sees nothing where it is not; librnp goes by the fingerprint.
        guard let issuerKeyID else { throw .malformed("a signature without its issuer's key id") }
        if let issuerFingerprint, !issuerFingerprint.suffix(8).elementsEqual(issuerKeyID) {
            throw .malformed("a signature with two issuers")
        }
        issuer = issuerFingerprint ?? issuerKeyID
    }

    private mutating func read(_ area: ArraySlice<UInt8>, isHashed: Bool) throws(OpenPGPError) {
        var reader = ByteReader(area)
        while !reader.isAtEnd {
            let length = try Packet.newLength(&reader, allowsPartial: false)
            var body = ByteReader(try reader.take(length, "a subpacket"))
            let type = try body.byte("a subpacket's type")
            if type & 0x80 != 0, !Self.knownCritical.contains(type & 0x7f) {
                throw .unsupported("critical subpacket \(type & 0x7f)")
            }
            try take(type & 0x7f, &body, isHashed: isHashed)
        }
    }

    /// What is not signed decides nothing, but for the issuer, who proves himself, and an embedded signature.
    private mutating func take(
        _ type: UInt8, _ body: inout ByteReader, isHashed: Bool
    ) throws(OpenPGPError) {
        switch type {
        case 2: try set(\.created, to: body.number(bytes: 4, "the time of signing"), isHashed)
        case 3: try set(\.expiresAfter, to: body.number(bytes: 4, "the signature's expiry"), isHashed)
        case 9: try set(\.keyExpiresAfter, to: body.number(bytes: 4, "the key's expiry"), isHashed)
        case 27: try set(\.keyFlags, to: body.byte("the key flags"), isHashed)
        case 16: try set(\.issuerKeyID, to: Array(body.take(8, "the issuer")), true)
        case 33:
            guard try body.byte("the issuer's version") == 4 else { throw .unsupported("a key that is not version 4") }
            try set(\.issuerFingerprint, to: Array(body.take(20, "the issuer")), true)
        case 32: return embedded.append(body.rest)
        default: return
        }
        // Key flags may grow; all else has one length.
        if type != 27 { try body.end("a subpacket") }
    }

    private mutating func set<Value: Equatable>(
        _ field: WritableKeyPath<Subpackets, Value?>, to value: Value, _ isAllowed: Bool
    ) throws(OpenPGPError) {
        guard isAllowed else { throw .malformed("a subpacket that must be signed is not") }
        guard self[keyPath: field] == nil || self[keyPath: field] == value else {
            throw .malformed("a subpacket twice, and not the same")
        }
        self[keyPath: field] = value
    }
}
