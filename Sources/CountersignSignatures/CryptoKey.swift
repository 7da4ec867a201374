internal import Crypto
internal import CryptoExtras

/// The key as swift-crypto holds it; the one place where a signature is computed with.
enum CryptoKey {
    case ed25519(Curve25519.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey, length: Int)

    init(_ numbers: KeyMaterial.Numbers) throws(SSHSignatureError) {
        do {
            switch numbers {
            case .ed25519(let point): self = .ed25519(try .init(rawRepresentation: point))
            case .ecdsa(.p256, let point): self = .p256(try .init(x963Representation: point))
            case .ecdsa(.p384, let point): self = .p384(try .init(x963Representation: point))
            case .ecdsa(.p521, let point): self = .p521(try .init(x963Representation: point))
            case .rsa(let modulus, let exponent):
                self = .rsa(try .init(n: Array(modulus), e: Array(exponent)), length: modulus.count)
            }
        } catch {
            throw .malformed("the numbers are no key")
        }
    }

    /// Whether the signature fits; anything the library balks at does not fit.
    func accepts(_ signature: SignatureBody.Numbers, of message: [UInt8]) -> Bool {
        switch (self, signature) {
        case (.ed25519(let key), .ed25519(let bytes)): key.isValidSignature(bytes, for: message)
        case (.p256(let key), .ecdsa(let halves)):
            (try? P256.Signing.ECDSASignature(rawRepresentation: halves)).map {
                key.isValidSignature($0, for: message)
            } ?? false
        case (.p384(let key), .ecdsa(let halves)):
            (try? P384.Signing.ECDSASignature(rawRepresentation: halves)).map {
                key.isValidSignature($0, for: message)
            } ?? false
        case (.p521(let key), .ecdsa(let halves)):
            (try? P521.Signing.ECDSASignature(rawRepresentation: halves)).map {
                key.isValidSignature($0, for: message)
            } ?? false
        case (.rsa(let key, let length), .rsa(let hash, let bytes)):
            Self.accepts(bytes, by: key, length: length, hash: hash, of: message)
        default: false
        }
    }

    /// Some agents drop the leading zeros of an RSA signature; OpenSSH puts them back, and so must we.
    private static func accepts(
        _ bytes: [UInt8], by key: _RSA.Signing.PublicKey, length: Int, hash: SSHSignature.HashAlgorithm,
        of message: [UInt8]
    ) -> Bool {
        guard bytes.count <= length else { return false }
        let padded = [UInt8](repeating: 0, count: length - bytes.count) + bytes
        let signature = _RSA.Signing.RSASignature(rawRepresentation: padded)
        return switch hash {
        case .sha256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        case .sha512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
        }
    }
}
