import CountersignSignatures
import FoundationEssentials
import Testing

@Suite("Revoked keys against ssh-keygen")
struct RevokedKeysTests {
    static let message = Array("a message\n".utf8)

    /// A key, its certificate by an authority, and signatures with each.
    struct Signers {
        let key = SoftwareKey.ed25519()
        let authority = SoftwareKey.p256()
        let other = SoftwareKey.ed25519()
        let certificate: [UInt8]

        init(serial: UInt64 = 7, keyID: String = "laptop") throws {
            var fields = try CertificateFields(for: key, by: authority)
            (fields.serial, fields.keyID) = (serial, Array(keyID.utf8))
            certificate = try fields.blob(signedBy: authority)
        }

        func text(_ blob: [UInt8]) -> String {
            let name = blob.dropFirst(4).prefix(blob.prefix(4).reduce(0) { $0 << 8 | Int($1) })
            return "\(String(decoding: name, as: UTF8.self)) \(Data(blob).base64EncodedString())"
        }
    }

    /// Asks both whether the file revokes the key and the certificate; a file that can't be read revokes.
    static func judge(
        _ file: [UInt8], _ signers: Signers, plain: Expected, certified: Expected, _ what: String,
        in workshop: Workshop
    ) async throws {
        let list = try? RevokedKeys.parse(file)
        let revoked = try workshop.write("revoked", file)
        for (blob, expected) in [(signers.key.blob, plain), (signers.certificate, certified)] {
            let allowed =
                blob == signers.certificate
                ? "* cert-authority \(signers.text(signers.authority.blob))\n" : "* \(signers.text(blob))\n"
            var signature = try signers.key.sshsig(message, namespace: "countersign")
            signature.key = blob
            let openSSH = try await workshop.openSSHAccepts(
                armored: armor(signature.blob), message: message, namespace: "countersign",
                principal: "alice@example.com", allowedSigners: Array(allowed.utf8), revoked: revoked)
            let verified = try SSHSignature.parse(blob: signature.blob).verify(
                message: message, namespace: "countersign")
            let ours = list.map { list in
                !(verified.certificate.map(list.revoke) ?? list.revoke(verified.key))
            }
            compare(ours ?? false, openSSH, expected, "\(what), \(blob == signers.key.blob ? "key" : "certificate")")
        }
    }

    @Test("plain lists of keys")
    func lines() async throws {
        let signers = try Signers()
        let (key, authority) = (signers.text(signers.key.blob), signers.text(signers.authority.blob))
        let (certificate, other) = (signers.text(signers.certificate), signers.text(signers.other.blob))
        let cases: [(String, Expected, Expected)] = [
            ("", .bothAccept, .bothAccept),
            ("# \(key)\n\n \t\n", .bothAccept, .bothAccept),
            ("\(other)\n", .bothAccept, .bothAccept),
            ("\(key)\n", .bothRefuse, .bothRefuse),
            ("\(other) a comment\n \t\(key) a comment", .bothRefuse, .bothRefuse),
            ("\(key) a comment\r\n", .bothRefuse, .bothRefuse),
            ("\(authority)\n", .bothAccept, .bothRefuse),
            ("\(certificate)\n", .bothRefuse, .bothRefuse),
            ("nonsense\n", .bothRefuse, .bothRefuse),
            ("\(other)\nssh-ed25519 AAAA\n", .bothRefuse, .bothRefuse),
            ("alice@example.com \(other)\n", .bothRefuse, .bothRefuse),
            (other.replacing("ssh-ed25519", with: "ssh-rsa") + "\n", .bothRefuse, .bothRefuse),
            ("\(other)\n\r\n", .bothRefuse, .bothRefuse),
            ("SSHKRL\n", .bothRefuse, .bothRefuse),
        ]
        try await Workshop.with { workshop in
            for (file, plain, certified) in cases {
                try await Self.judge(
                    Array(file.utf8), signers, plain: plain, certified: certified, file.debugDescription, in: workshop)
            }
        }
    }

    @Test("a list with a bit flipped in a point is refused, for the point may have been the key that was meant")
    func damaged() async throws {
        let signers = try Signers()
        var point = SoftwareKey.p256().blob
        point[point.count - 1] ^= 1
        var list = RevocationListFields()
        list.add(certificatesOf: point, [(0x20, CertificateFields.uint64(1))])
        let damaged = try CertificateFields(for: signers.authority, by: signers.authority)
        var certificate = try damaged.blob(signedBy: signers.authority)
        let start = try #require(certificate.firstRange(of: signers.authority.blob.suffix(65))).upperBound - 1
        certificate[start] ^= 1
        let files = [
            ("line", Array("\(signers.text(point))\n".utf8)), ("authority", list.bytes),
            ("certificate", Array("\(signers.text(certificate))\n".utf8)),
        ]
        try await Workshop.with { workshop in
            for (what, file) in files {
                #expect(throws: RevokedKeysError.self, "\(what)") { try RevokedKeys.parse(file) }
                try await Self.judge(
                    file, signers, plain: .bothRefuse, certified: .bothRefuse, what, in: workshop)
            }
        }
    }

    @Test("keys too weak to sign here may stand in a list")
    func weak() async throws {
        let weak = try await Keyring.key("rsa1024").publicLine
        let list = try RevokedKeys.parse(Array("\(weak)\n".utf8))
        #expect(list == .none)
    }

    @Test(
        "lists that ssh-keygen -k makes",
        arguments: [
            ("key: KEY", true, true), ("sha1: KEY", true, true), ("sha256: KEY", true, true),
            ("key: OTHER", false, false), ("sha256: OTHER", false, false), ("KEY", true, true),
            ("key: AUTHORITY", false, true), ("sha1: AUTHORITY", false, true), ("hash: KEYHASH", true, true),
            ("serial: 7", false, true), ("serial: 8", false, false), ("serial: 1-7", false, true),
            ("serial: 0x7", false, true), ("serial: 8-18446744073709551615", false, false),
            ("serial: 7-18446744073709551615", false, true), ("serial: 1-6", false, false),
            ("serial: 1\nserial: 3\nserial: 5\nserial: 7\nserial: 8\nserial: 13", false, true),
            ("serial: 1\nserial: 3\nserial: 5\nserial: 8\nserial: 13", false, false),
            ("id: laptop", false, true), ("id: lapto", false, false), ("id: laptop ", false, true),
            ("id: Laptop", false, false), ("CERTIFICATE", false, true),
        ])
    func lists(_ specification: String, _ revokesKey: Bool, _ revokesCertificate: Bool) async throws {
        let signers = try Signers()
        for isForAnyAuthority in [false, true] {
            try await Workshop.with { workshop in
                let authority = signers.text(signers.authority.blob)
                try workshop.write("ca.pub", Array(authority.utf8))
                let hash = try SSHPublicKey(blob: signers.key.blob).fingerprint
                let text = specification.replacing("KEYHASH", with: hash)
                    .replacing("KEY", with: signers.text(signers.key.blob))
                    .replacing("OTHER", with: signers.text(signers.other.blob))
                    .replacing("AUTHORITY", with: authority)
                    .replacing("CERTIFICATE", with: signers.text(signers.certificate))
                try workshop.write("specification", Array("\(text)\n".utf8))
                let isWild = isForAnyAuthority && specification.hasPrefix("id:")
                let made = try await workshop.sshKeygen(
                    ["-q", "-k", "-f", "list", "-s", isForAnyAuthority ? "NONE" : "ca.pub", "specification"])
                guard made.succeeded else {
                    #expect(isForAnyAuthority || isWild, "\(specification)")
                    return
                }
                try await Self.judge(
                    try workshop.read("list"), signers, plain: revokesKey ? .bothRefuse : .bothAccept,
                    certified: revokesCertificate ? .bothRefuse : .bothAccept, specification, in: workshop)
            }
        }
    }
}
