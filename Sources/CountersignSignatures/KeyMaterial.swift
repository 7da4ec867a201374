/// The numbers inside a public key's blob, their form checked but not yet their place on a curve.
struct KeyMaterial {
    enum Numbers {
        case ed25519(point: ArraySlice<UInt8>)
        case ecdsa(curve: EllipticCurve, point: ArraySlice<UInt8>)
        case rsa(modulus: ArraySlice<UInt8>, exponent: ArraySlice<UInt8>)
    }

    /// Smaller ones can be broken or soon will be; swift-crypto cannot use larger ones.
    static let rsaBits = 2048...8192

    let type: KeyType
    let numbers: Numbers
    /// What a FIDO key was made for, `ssh:` as a rule; nil for other keys.
    let application: ArraySlice<UInt8>?

    init(blob: [UInt8]) throws(SSHSignatureError) {
        var reader = WireReader(blob)
        try self.init(type: KeyType(named: reader.name("the key type")), &reader)
        try reader.end("the key")
    }

    /// Reads the fields behind the type, which in a certificate stand behind the nonce.
    init(type: KeyType, _ reader: inout WireReader) throws(SSHSignatureError) {
        self.type = type
        numbers = try Self.numbers(of: type, &reader)
        application = type.isAuthenticator ? try Self.application(&reader) : nil
    }

    private static func numbers(
        of type: KeyType, _ reader: inout WireReader
    ) throws(SSHSignatureError) -> Numbers {
        if let curve = type.curve { return try point(on: curve, &reader) }
        return type == .rsa ? try rsa(&reader) : try ed25519(&reader)
    }

    private static func ed25519(_ reader: inout WireReader) throws(SSHSignatureError) -> Numbers {
        let point = try reader.string("the Ed25519 key")
        guard point.count == 32 else { throw .malformed("an Ed25519 key of \(point.count) bytes") }
        guard !WeakPoints.contains(point) else { throw .weakKey("an Ed25519 point of small order") }
        return .ed25519(point: point)
    }

    private static func point(
        on curve: EllipticCurve, _ reader: inout WireReader
    ) throws(SSHSignatureError) -> Numbers {
        let name = try reader.name("the curve")
        guard name == curve.rawValue else { throw .malformed("another curve than the key type says") }
        let point = try reader.string("the point")
        guard curve.accepts(point: point) else { throw .malformed("no usable point of \(curve.rawValue)") }
        return .ecdsa(curve: curve, point: point)
    }

    /// The bounds of the exponent are BoringSSL's: odd, at least 3, at most 33 bits.
    private static func rsa(_ reader: inout WireReader) throws(SSHSignatureError) -> Numbers {
        let exponent = try reader.positive("the RSA exponent")
        let modulus = try reader.positive("the RSA modulus")
        let bits = bitCount(modulus)
        guard rsaBits.contains(bits) else {
            throw .weakKey("RSA of \(bits) bits, \(rsaBits.lowerBound) to \(rsaBits.upperBound) are accepted")
        }
        guard isOdd(exponent), (2...33).contains(bitCount(exponent)) else { throw .weakKey("the RSA exponent") }
        guard isOdd(modulus) else { throw .weakKey("an even RSA modulus") }
        return .rsa(modulus: modulus, exponent: exponent)
    }

    private static func application(_ reader: inout WireReader) throws(SSHSignatureError) -> ArraySlice<UInt8> {
        let application = try reader.string("the FIDO application")
        guard !application.contains(0) else { throw .malformed("a NUL in the FIDO application") }
        return application
    }

    private static func isOdd(_ number: ArraySlice<UInt8>) -> Bool { (number.last ?? 0) & 1 == 1 }
}
