internal import Crypto

/// A public key or subkey packet of version 4 (RFC 4880, section 5.5.2).
struct KeyPacket {
    /// The sizes of RSA keys: smaller ones can be broken or soon will be; the upper end is as for SSH keys.
    private static let rsaBits = 2048...8192

    /// Object identifiers of the curves that are accepted: P-256, P-384, P-521, and Ed25519 for EdDSA.
    private static let curves: [PublicKeyAlgorithm: Set<[UInt8]>] = [
        .ecdsa: [
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], [0x2b, 0x81, 0x04, 0x00, 0x22],
            [0x2b, 0x81, 0x04, 0x00, 0x23],
        ],
        .eddsa: [[0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01]],
    ]

    /// Twenty bytes.
    let fingerprint: [UInt8]
    /// When the key was made, in seconds since the epoch.
    let created: Int
    /// Why the key may make no signature that counts; nil when it may.
    let weakness: String?

    /// The fingerprint as 40 upper-case hexadecimal digits.
    var name: String { Hexadecimal.upper(fingerprint) }

    init(_ body: ArraySlice<UInt8>) throws(OpenPGPError) {
        var reader = ByteReader(body)
        let version = try reader.byte("the key")
        guard version == 4 else { throw .unsupported("a key of version \(version)") }
        created = try reader.number(bytes: 4, "the key's time")
        let number = try reader.byte("the key's algorithm")
        guard body.count <= 0xffff else { throw .malformed("a key of \(body.count) bytes") }
        let length = [UInt8(body.count >> 8), UInt8(body.count & 0xff)]
        fingerprint = Array(Insecure.SHA1.hash(data: [0x99] + length + body))
        guard let algorithm = PublicKeyAlgorithm(rawValue: number) else {
            weakness = "public-key algorithm \(number)"
            return
        }
        weakness = try Self.weakness(of: algorithm, &reader)
        try reader.end("the key")
    }

    private static func weakness(
        of algorithm: PublicKeyAlgorithm, _ reader: inout ByteReader
    ) throws(OpenPGPError) -> String? {
        if algorithm == .rsa {
            let modulus = try reader.integer("the RSA modulus")
            _ = try reader.integer("the RSA exponent")
            let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
            return rsaBits.contains(bits) ? nil : "RSA of \(bits) bits"
        }
        let curve = Array(try reader.take(Int(reader.byte("the curve")), "the curve"))
        _ = try reader.integer("the point")
        return curves[algorithm]?.contains(curve) == true ? nil : "an elliptic curve that is not accepted"
    }
}
