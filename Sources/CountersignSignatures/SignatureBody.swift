/// The signature proper inside an SSHSIG: algorithm, numbers and, from a FIDO key, flags and counter.
struct SignatureBody: Hashable {
    enum Numbers: Hashable {
        case ed25519([UInt8])
        /// Both halves, each as wide as the curve, one after the other.
        case ecdsa([UInt8])
        case rsa(SSHSignature.HashAlgorithm, [UInt8])
    }

    /// What a FIDO key adds; both are signed.
    struct Authenticator: Hashable {
        let flags: UInt8
        let counter: UInt32
    }

    let algorithm: String
    let numbers: Numbers
    let authenticator: Authenticator?

    /// Reads the inner blob of a signature by a key of this type.
    init(_ bytes: ArraySlice<UInt8>, by type: KeyType) throws(SSHSignatureError) {
        var reader = WireReader(bytes)
        algorithm = try reader.name("the signature algorithm")
        let hash = try Self.check(algorithm, for: type)
        let payload = try reader.string("the signature")
        numbers = try Self.numbers(payload, type, hash)
        authenticator =
            type.isAuthenticator
            ? Authenticator(flags: try reader.byte("the FIDO flags"), counter: try reader.uint32("the FIDO counter"))
            : nil
        try reader.end("the signature")
    }

    /// RSA keys have an algorithm for each hash, of which SHA-1's `ssh-rsa` is refused; the others have their type's.
    ///
    /// OpenSSH also takes `webauthn-sk-ecdsa-sha2-nistp256@openssh.com`, which browsers make; it is refused here.
    private static func check(
        _ algorithm: String, for type: KeyType
    ) throws(SSHSignatureError) -> SSHSignature.HashAlgorithm? {
        switch (type, algorithm) {
        case (.rsa, "rsa-sha2-256"): return .sha256
        case (.rsa, "rsa-sha2-512"): return .sha512
        case (.rsa, "ssh-rsa"): throw .unsupportedAlgorithm("ssh-rsa (SHA-1)")
        case (.rsa, _): break
        case (_, type.rawValue): return nil
        default: break
        }
        let known = KeyType(rawValue: algorithm) != nil || algorithm.hasPrefix("rsa-sha2-")
        throw known ? .algorithmMismatch(key: type.rawValue, signature: algorithm) : .unsupportedAlgorithm(algorithm)
    }

    private static func numbers(
        _ payload: ArraySlice<UInt8>, _ type: KeyType, _ hash: SSHSignature.HashAlgorithm?
    ) throws(SSHSignatureError) -> Numbers {
        if let curve = type.curve { return .ecdsa(try halves(payload, width: curve.width)) }
        if let hash { return .rsa(hash, Array(payload)) }
        guard payload.count == 64 else { throw .malformed("an Ed25519 signature of \(payload.count) bytes") }
        return .ed25519(Array(payload))
    }

    private static func halves(_ payload: ArraySlice<UInt8>, width: Int) throws(SSHSignatureError) -> [UInt8] {
        var reader = WireReader(payload)
        let halves = [try reader.positive("r"), try reader.positive("s")]
        try reader.end("r and s")
        guard halves.allSatisfy({ $0.count <= width }) else { throw .badSignature }
        return halves.flatMap { [UInt8](repeating: 0, count: width - $0.count) + $0 }
    }
}
