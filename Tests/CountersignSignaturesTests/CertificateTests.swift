import CountersignSignatures
import FoundationEssentials
import Testing

@Suite("Certificates")
struct CertificateTests {
    static let message = Array("a message\n".utf8)
    static let type = "ssh-ed25519-cert-v01@openssh.com"

    /// A signature that carries a real certificate, made out to alice by the key "other".
    private func certified(_ workshop: Workshop) async throws -> [UInt8] {
        let authority = try await Keyring.key("other")
        let key = SoftwareKey.ed25519()
        let path = try workshop.write("user.pub", try key.line("").dropFirst().utf8)
        let made = try await workshop.sshKeygen([
            "-q", "-s", try workshop.write("ca", authority.privateKey), "-I", "alice", "-n", "alice@example.com", path,
        ])
        #expect(made.succeeded)
        let line = String(decoding: try workshop.read("user-cert.pub"), as: UTF8.self)
        var fields = try key.sshsig(Self.message, namespace: "git")
        fields.key = Array(try #require(Data(base64Encoded: String(line.split(separator: " ")[1]))))
        return fields.blob
    }

    @Test("a signature with a certificate is refused by name, though OpenSSH takes it")
    func refused() async throws {
        try await Workshop.with { workshop in
            let blob = try await certified(workshop)
            let authority = try await Keyring.key("other").publicLine
            let openSSH = try await workshop.openSSHAccepts(
                armored: armor(blob), message: Self.message, namespace: "git", principal: "alice@example.com",
                allowedSigners: Array("alice@example.com cert-authority \(authority)\n".utf8))
            let found = refusal(of: blob, message: Self.message, namespace: "git")
            compare(found == nil, openSSH, .onlyWeRefuse("certificates are not read"), "certificate")
            #expect(found == .certificateNotSupported(Self.type))
        }
    }

    @Test("every kind of certificate is refused by name")
    func kinds() {
        for name in [
            "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-dss",
            "sk-ssh-ed25519", "sk-ecdsa-sha2-nistp256",
        ] {
            let type = "\(name)-cert-v01@openssh.com"
            #expect(throws: SSHSignatureError.certificateNotSupported(type)) {
                try SSHPublicKey(blob: Encoded.string(type) + [1, 2, 3])
            }
        }
    }
}
