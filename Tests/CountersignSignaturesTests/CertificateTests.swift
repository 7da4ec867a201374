import CountersignObjects
import CountersignSignatures
import FoundationEssentials
import Testing

@Suite("Certificates against ssh-keygen")
struct CertificateTests {
    static let message = Array("a message\n".utf8)
    static let principal = "alice@example.com"

    /// Whether the module and a line for the authority, read as POLICY.md says, let the signature count.
    static func accepts(_ blob: [UInt8], _ allowedSigners: [UInt8]) -> Bool {
        let moment = Timestamp(seconds: Int64(CertificateCase.moment))
        guard
            let verified = try? SSHSignature.parse(blob: blob).verify(message: message, namespace: "countersign"),
            let lines = try? AllowedSigners.parse(allowedSigners).entries
        else { return false }
        return lines.contains { line in
            let isMeant =
                if let certificate = verified.certificate {
                    line.isCertAuthority && line.key == certificate.authority && certificate.isValid(at: moment)
                        && certificate.names(principal: principal)
                } else { !line.isCertAuthority && line.key == verified.key }
            return isMeant && line.names(principal: principal) && line.permits(namespace: "countersign")
                && line.isValid(at: moment)
        }
    }

    static func judge(
        _ blob: [UInt8], _ allowedSigners: String, _ expected: Expected, _ what: String, in workshop: Workshop
    ) async throws {
        let lines = Array(allowedSigners.utf8)
        let openSSH = try await workshop.openSSHAccepts(
            armored: armor(blob), message: message, namespace: "countersign", principal: principal,
            allowedSigners: lines)
        compare(accepts(blob, lines), openSSH, expected, what)
    }

    @Test("every defect of a certificate, and of its authority's line", arguments: CertificateCase.all)
    func defects(example: CertificateCase) async throws {
        let (key, authority) = (SoftwareKey.ed25519(), SoftwareKey.p256())
        var fields = try CertificateFields(for: key, by: authority)
        example.change(&fields)
        var signature = try key.sshsig(Self.message, namespace: "countersign")
        signature.key = try fields.blob(signedBy: authority)
        let line = example.line.replacing("KEY", with: try key.line("").dropFirst())
            .replacing("AUTHORITY", with: try authority.line("").dropFirst())
        try await Workshop.with {
            try await Self.judge(signature.blob, line + "\n", example.expected, example.name, in: $0)
        }
    }

    @Test("certificates made by ssh-keygen, every kind of key by every kind of authority", arguments: Keyring.accepted)
    func kinds(of name: String) async throws {
        let key = try await Keyring.key(name)
        try await Workshop.with { workshop in
            let path = try workshop.write("user.pub", Array(key.publicLine.utf8))
            for kind in Keyring.accepted {
                let authority = try await Keyring.key(kind)
                let made = try await workshop.sshKeygen([
                    "-q", "-s", try workshop.write("ca", authority.privateKey), "-I", "id", "-n", Self.principal,
                    "-V", "20260101:20270101", path,
                ])
                #expect(made.succeeded)
                let line = String(decoding: try workshop.read("user-cert.pub"), as: UTF8.self)
                var fields = try SSHSIGFields(
                    blob: SSHSignature.blob(
                        armored: try await workshop.sign(Self.message, with: key, namespace: "countersign")))
                fields.key = Array(try #require(Data(base64Encoded: String(line.split(separator: " ")[1]))))
                let signers = "* cert-authority \(authority.publicLine)\n"
                try await Self.judge(fields.blob, signers, .bothAccept, "\(name) by \(kind)", in: workshop)
            }
        }
    }

    @Test("FIDO keys certify and are certified; verify-required is heeded")
    func authenticators() async throws {
        try await Workshop.with { workshop in
            let cases: [(key: SoftwareKey, critical: [UInt8], expected: Expected)] = [
                (.authenticatorEd25519(flags: 1, counter: 3), [], .bothAccept),
                (.authenticatorP256(flags: 1, counter: 3), [], .bothAccept),
                (.authenticatorP256(flags: 5, counter: 3), CertificateFields.option("verify-required"), .bothAccept),
                (
                    .authenticatorP256(flags: 1, counter: 3), CertificateFields.option("verify-required"),
                    .onlyWeRefuse("the user was not known")
                ),
                (
                    .authenticatorP256(flags: 5, counter: 3), CertificateFields.option("verify-required", [0]),
                    .onlyWeRefuse("data where none belongs")
                ),
            ]
            for (key, critical, expected) in cases {
                let authority = SoftwareKey.authenticatorEd25519(flags: 1, counter: 9)
                var fields = try CertificateFields(for: key, by: authority)
                fields.critical = critical
                var signature = try key.sshsig(Self.message, namespace: "countersign")
                signature.key = try fields.blob(signedBy: authority)
                let line = "* cert-authority\(try authority.line(""))\n"
                try await Self.judge(signature.blob, line, expected, "\(critical)", in: workshop)
            }
        }
    }

    @Test("an authority's signature with SHA-1 is refused, and one by a certificate")
    func authorities() async throws {
        let (key, rsa) = (SoftwareKey.ed25519(), try SoftwareKey.rsa("ssh-rsa"))
        var signature = try key.sshsig(Self.message, namespace: "countersign")
        signature.key = try CertificateFields(for: key, by: rsa).blob(signedBy: rsa)
        let blob = signature.blob
        try await Workshop.with {
            try await Self.judge(
                blob, "* cert-authority\(try rsa.line(""))\n", .onlyWeRefuse("SHA-1"), "ssh-rsa", in: $0)
        }
        let middle = SoftwareKey.ed25519()
        var fields = try CertificateFields(for: key, by: middle)
        fields.authority = try CertificateFields(for: middle, by: rsa).blob(signedBy: rsa)
        signature.key = try fields.blob(signedBy: middle)
        let chained = signature.blob
        try await Workshop.with {
            try await Self.judge(
                chained, "* cert-authority\(try middle.line(""))\n", .bothRefuse, "a chain", in: $0)
        }
    }

    @Test("what a certificate says is given out")
    func fields() throws {
        let (key, authority) = (SoftwareKey.ed25519(), SoftwareKey.p256())
        var fields = try CertificateFields(for: key, by: authority)
        (fields.validAfter, fields.validBefore) = (10, 20)
        let certificate = try SSHCertificate(blob: fields.blob(signedBy: authority))
        #expect(certificate.publicKey.blob == key.blob)
        #expect(certificate.authority.blob == authority.blob)
        #expect(certificate.serial == 7)
        #expect(certificate.keyID == Array("alice's laptop".utf8))
        #expect(certificate.principals == ["alice@example.com"])
        #expect(
            [9, 10, 19, 20, -1].map { certificate.isValid(at: Timestamp(seconds: $0)) } == [
                false, true, true, false, false,
            ])
    }

    @Test("where a key must stand every kind of certificate is refused by name")
    func notKeys() {
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

    @Test("a certificate is no plain key, and a plain key needs none")
    func cutAnywhere() throws {
        let (key, authority) = (SoftwareKey.ed25519(), SoftwareKey.ed25519())
        let blob = try CertificateFields(for: key, by: authority).blob(signedBy: authority)
        for count in blob.indices {
            #expect(throws: SSHSignatureError.self) { try SSHCertificate(blob: Array(blob.prefix(count))) }
        }
        for position in blob.indices {
            var changed = blob
            changed[position] ^= 1
            #expect(throws: SSHSignatureError.self, "byte \(position)") { try SSHCertificate(blob: changed) }
        }
    }
}
