internal import Crypto

/// A public key with the work done that does not depend on the signature; cheap to keep, safe to share.
public struct PreparedSSHKey: Sendable {
    /// The key it was made from.
    public let key: SSHPublicKey
    private let cryptoKey: CryptoKey
    /// SHA-256 of the FIDO application; nil for other keys.
    private let applicationHash: [UInt8]?

    init(_ key: SSHPublicKey) throws(SSHSignatureError) {
        let material = try KeyMaterial(blob: key.blob)
        self.key = key
        cryptoKey = try CryptoKey(material.numbers)
        applicationHash = material.application.map { Array(SHA256.hash(data: $0)) }
    }

    /// Checks the signature of `signed`, which for a FIDO key is wrapped first (PROTOCOL.u2f, "SSH U2F Signatures").
    ///
    /// Gives what the FIDO key says of itself; nil for other keys.
    func verify(
        _ body: SignatureBody, of signed: [UInt8]
    ) throws(SSHSignatureError) -> SignatureBody.Authenticator? {
        var message = signed
        if let applicationHash {
            guard let state = body.authenticator else { throw .badSignature }
            message =
                applicationHash + [state.flags] + Wire.uint32(state.counter) + Array(SHA256.hash(data: signed))
        }
        guard cryptoKey.accepts(body.numbers, of: message) else { throw .badSignature }
        return applicationHash == nil ? nil : body.authenticator
    }
}
