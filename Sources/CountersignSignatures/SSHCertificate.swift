/// OpenSSH certificates (PROTOCOL.certkeys): known by name so that they are refused by name.
///
/// A signature may carry a certificate in place of a key. Reading it would mean checking the authority's signature,
/// the validity, the principals and the critical options; until that is done here, every certificate is refused,
/// which is also what an unknown key gets. `KeyType.init(named:)` is the one door they would come through.
enum SSHCertificate {
    static let types: Set<String> = [
        "ssh-ed25519-cert-v01@openssh.com",
        "ecdsa-sha2-nistp256-cert-v01@openssh.com",
        "ecdsa-sha2-nistp384-cert-v01@openssh.com",
        "ecdsa-sha2-nistp521-cert-v01@openssh.com",
        "ssh-rsa-cert-v01@openssh.com",
        "rsa-sha2-256-cert-v01@openssh.com",
        "rsa-sha2-512-cert-v01@openssh.com",
        "ssh-dss-cert-v01@openssh.com",
        "sk-ssh-ed25519-cert-v01@openssh.com",
        "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
    ]
}
