import Crypto
import CryptoExtras
import FoundationEssentials
import Testing

/// A key inside the test, for signatures that ssh-keygen would not or could not make.
struct SoftwareKey {
    /// The public key's blob.
    let blob: [UInt8]
    /// Makes the inner signature blob.
    let sign: ([UInt8]) throws -> [UInt8]

    /// An SSHSIG of the message.
    func sshsig(_ message: [UInt8], namespace: String) throws -> SSHSIGFields {
        let signed =
            Array("SSHSIG".utf8) + Encoded.string(namespace) + Encoded.string([]) + Encoded.string("sha512")
            + Encoded.string(Array(SHA512.hash(data: message)))
        return SSHSIGFields(key: blob, namespace: namespace, hash: "sha512", signature: try sign(signed))
    }

    /// An allowed signers line.
    func line(_ principal: String) throws -> String {
        let type = String(decoding: try #require(Encoded.strings(blob).first), as: UTF8.self)
        return "\(principal) \(type) \(Data(blob).base64EncodedString())"
    }

    static func ed25519() -> SoftwareKey {
        let key = Curve25519.Signing.PrivateKey()
        return SoftwareKey(blob: Encoded.string("ssh-ed25519") + Encoded.string(key.publicKey.rawRepresentation)) {
            try Encoded.string("ssh-ed25519") + Encoded.string(key.signature(for: $0))
        }
    }

    static func p256() -> SoftwareKey {
        let key = P256.Signing.PrivateKey()
        return SoftwareKey(
            blob: Encoded.string("ecdsa-sha2-nistp256") + Encoded.string("nistp256")
                + Encoded.string(key.publicKey.x963Representation)
        ) {
            try Encoded.string("ecdsa-sha2-nistp256") + Encoded.string(halves(key.signature(for: $0)))
        }
    }

    static func p384() -> SoftwareKey {
        let key = P384.Signing.PrivateKey()
        return ecdsa("nistp384", key.publicKey.x963Representation) { try key.signature(for: $0).rawRepresentation }
    }

    static func p521() -> SoftwareKey {
        let key = P521.Signing.PrivateKey()
        return ecdsa("nistp521", key.publicKey.x963Representation) { try key.signature(for: $0).rawRepresentation }
    }

    private static func ecdsa(
        _ curve: String, _ point: Data, _ sign: @escaping ([UInt8]) throws -> Data
    ) -> SoftwareKey {
        let type = Encoded.string("ecdsa-sha2-\(curve)")
        return SoftwareKey(blob: type + Encoded.string(curve) + Encoded.string(point)) { message in
            let raw = Array(try sign(message))
            let halves = Encoded.mpint(raw[..<(raw.count / 2)]) + Encoded.mpint(raw[(raw.count / 2)...])
            return type + Encoded.string(halves)
        }
    }

    /// A FIDO key by PROTOCOL.u2f: the device signs SHA-256(application), flags, counter and SHA-256(message).
    static func authenticatorEd25519(flags: UInt8, counter: Int, application: String = "ssh:") -> SoftwareKey {
        let key = Curve25519.Signing.PrivateKey()
        let type = Encoded.string("sk-ssh-ed25519@openssh.com")
        return SoftwareKey(
            blob: type + Encoded.string(key.publicKey.rawRepresentation) + Encoded.string(application)
        ) { message in
            let state = [flags] + Encoded.uint32(counter)
            return try type + Encoded.string(key.signature(for: wrapped(message, application, state))) + state
        }
    }

    /// The same with P-256.
    static func authenticatorP256(flags: UInt8, counter: Int, application: String = "ssh:") -> SoftwareKey {
        let key = P256.Signing.PrivateKey()
        let type = Encoded.string("sk-ecdsa-sha2-nistp256@openssh.com")
        return SoftwareKey(
            blob: type + Encoded.string("nistp256") + Encoded.string(key.publicKey.x963Representation)
                + Encoded.string(application)
        ) { message in
            let state = [flags] + Encoded.uint32(counter)
            return try type + Encoded.string(halves(key.signature(for: wrapped(message, application, state)))) + state
        }
    }

    /// A FIDO key that signs as a browser does: the message stands, encoded, in the client data that is signed.
    static func webAuthn() -> SoftwareKey {
        let key = P256.Signing.PrivateKey()
        let type = Encoded.string("sk-ecdsa-sha2-nistp256@openssh.com")
        return SoftwareKey(
            blob: type + Encoded.string("nistp256") + Encoded.string(key.publicKey.x963Representation)
                + Encoded.string("acme.example")
        ) { message in
            let challenge = Data(message).base64EncodedString().compactMap { letter -> Character? in
                letter == "+" ? "-" : letter == "/" ? "_" : letter == "=" ? nil : letter
            }
            let clientData =
                #"{"type":"webauthn.get","challenge":""# + String(challenge)
                + #"","origin":"https://acme.example","crossOrigin":false}"#
            let state = [1] + Encoded.uint32(7)
            let signature = try key.signature(for: wrapped(Array(clientData.utf8), "acme.example", state))
            return Encoded.string("webauthn-sk-ecdsa-sha2-nistp256@openssh.com")
                + Encoded.string(halves(signature)) + state + Encoded.string("https://acme.example")
                + Encoded.string(clientData) + Encoded.string([])
        }
    }

    /// An RSA key that signs with the named algorithm.
    static func rsa(_ algorithm: String, bits: Int = 2048) throws -> SoftwareKey {
        let key = try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits))
        let numbers = try key.publicKey.getKeyPrimitives()
        return SoftwareKey(
            blob: Encoded.string("ssh-rsa") + Encoded.mpint(numbers.publicExponent) + Encoded.mpint(numbers.modulus)
        ) { message in
            let signature =
                switch algorithm {
                case "ssh-rsa":
                    try key.signature(for: Insecure.SHA1.hash(data: message), padding: .insecurePKCS1v1_5)
                case "rsa-sha2-256": try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
                default: try key.signature(for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
                }
            return Encoded.string(algorithm) + Encoded.string(signature.rawRepresentation)
        }
    }

    private static func wrapped(_ message: [UInt8], _ application: String, _ state: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array(application.utf8))) + state + Array(SHA256.hash(data: message))
    }

    private static func halves(_ signature: P256.Signing.ECDSASignature) -> [UInt8] {
        let raw = Array(signature.rawRepresentation)
        return Encoded.mpint(raw[..<32]) + Encoded.mpint(raw[32...])
    }
}
