/// The key of a signature that was found good; only a verification makes one.
///
/// It says that whoever holds the key signed. Whose key it is, and whether he may, is for the policy to say.
public struct VerifiedSSHKey: Hashable, Sendable {
    /// The key that signed.
    public let key: SSHPublicKey
    /// The certificate that the signature carried, its authority's signature good; nil for a plain key.
    ///
    /// With a certificate the key counts only by way of the authority, as in OpenSSH, even if a line lists it too.
    public let certificate: SSHCertificate?
    /// Whether the FIDO key was touched for this signature; nil for a key that is not a FIDO key.
    ///
    /// `ssh-keygen -Y verify` accepts an untouched one as well, so this is for the policy to ask for.
    public let touched: Bool?
    /// Whether the FIDO key knew its user, by PIN or finger; nil for a key that is not a FIDO key.
    public let userVerified: Bool?
    /// The FIDO key's count of signatures, zero where it does not count; nil for a key that is not a FIDO key.
    public let counter: UInt32?

    init(key: SSHPublicKey, certificate: SSHCertificate?, authenticator: SignatureBody.Authenticator?) {
        self.key = key
        self.certificate = certificate
        touched = authenticator.map { $0.flags & 0x01 != 0 }
        userVerified = authenticator.map { $0.flags & 0x04 != 0 }
        counter = authenticator?.counter
    }
}
