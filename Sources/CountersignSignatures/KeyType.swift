/// The key types that are accepted, by their name on the wire.
enum KeyType: String {
    case ed25519 = "ssh-ed25519"
    case ecdsaP256 = "ecdsa-sha2-nistp256"
    case ecdsaP384 = "ecdsa-sha2-nistp384"
    case ecdsaP521 = "ecdsa-sha2-nistp521"
    case rsa = "ssh-rsa"
    case authenticatorEd25519 = "sk-ssh-ed25519@openssh.com"
    case authenticatorP256 = "sk-ecdsa-sha2-nistp256@openssh.com"

    /// Finds the type of this name; a certificate and an unknown name are errors of their own.
    init(named name: String) throws(SSHSignatureError) {
        guard !CertificateType.names.contains(name) else { throw .certificateNotSupported(name) }
        guard let type = KeyType(rawValue: name) else { throw .unsupportedAlgorithm(name) }
        self = type
    }

    var curve: EllipticCurve? {
        switch self {
        case .ecdsaP256, .authenticatorP256: .p256
        case .ecdsaP384: .p384
        case .ecdsaP521: .p521
        case .ed25519, .rsa, .authenticatorEd25519: nil
        }
    }

    var isAuthenticator: Bool { self == .authenticatorEd25519 || self == .authenticatorP256 }
}
