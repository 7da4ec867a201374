/// The types of OpenSSH certificates, by their name on the wire (PROTOCOL.certkeys).
enum CertificateType {
    /// Every name that OpenSSH knows: where a key is needed, all of them are refused by name.
    static let names: Set<String> = Set(keyTypes.keys).union([
        "rsa-sha2-256-cert-v01@openssh.com", "rsa-sha2-512-cert-v01@openssh.com", "ssh-dss-cert-v01@openssh.com",
    ])

    /// What kind of key a certificate of that type certifies.
    ///
    /// DSA is missing: its signatures are not accepted. So are the two names that OpenSSH gives to signatures by a
    /// certified RSA key, and to no certificate that it makes.
    static let keyTypes: [String: KeyType] = [
        "ssh-ed25519-cert-v01@openssh.com": .ed25519,
        "ecdsa-sha2-nistp256-cert-v01@openssh.com": .ecdsaP256,
        "ecdsa-sha2-nistp384-cert-v01@openssh.com": .ecdsaP384,
        "ecdsa-sha2-nistp521-cert-v01@openssh.com": .ecdsaP521,
        "ssh-rsa-cert-v01@openssh.com": .rsa,
        "sk-ssh-ed25519-cert-v01@openssh.com": .authenticatorEd25519,
        "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com": .authenticatorP256,
    ]
}
