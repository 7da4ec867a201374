import CountersignSignatures
import Testing

/// Signatures of FIDO keys, made by software from the published format (PROTOCOL.u2f).
@Suite("FIDO signatures against ssh-keygen")
struct AuthenticatorTests {
    static let message = Array("a message\n".utf8)

    @Test("flags and counter are signed and reported", arguments: [0x00, 0x01, 0x04, 0x05, 0xc5] as [UInt8])
    func flags(flags: UInt8) async throws {
        for key in [
            SoftwareKey.authenticatorEd25519(flags: flags, counter: 7),
            .authenticatorP256(flags: flags, counter: 0xffff_fffe, application: "ssh:acme"),
        ] {
            let blob = try key.sshsig(Self.message, namespace: "countersign").blob
            let signature = try SSHSignature.parse(blob: blob)
            let verified = try signature.verify(message: Self.message, namespace: "countersign")
            #expect(verified.touched == (flags & 1 == 1))
            #expect(verified.userVerified == (flags & 4 == 4))
            #expect([7, 0xffff_fffe].contains(try #require(verified.counter)))
            let openSSH = try await Workshop.with {
                try await $0.openSSHAccepts(
                    armored: armor(blob), message: Self.message, namespace: "countersign", principal: "a@b.example",
                    allowedSigners: Array(try key.line("a@b.example").utf8))
            }
            compare(true, openSSH, .bothAccept, "flags \(flags)")
        }
    }

    @Test("the form of FIDO signatures over Ed25519", arguments: forms)
    func ed25519Form(form: Form) async throws {
        try await form.check(.authenticatorEd25519(flags: 0, counter: 7))
    }

    @Test("the form of FIDO signatures over P-256", arguments: forms)
    func p256Form(form: Form) async throws { try await form.check(.authenticatorP256(flags: 0, counter: 7)) }

    static let forms = [
        Form("nothing changed", .bothAccept) { _ in },
        Form("the touch forged", .bothRefuse, .badSignature) {
            $0.signature = $0.signature.dropLast(5) + [1] + $0.signature.suffix(4)
        },
        Form("the counter forged", .bothRefuse, .badSignature) {
            $0.signature = $0.signature.dropLast() + [8]
        },
        Form("no counter", .bothRefuse, .malformed("the FIDO counter is cut short")) {
            $0.signature.removeLast(4)
        },
        Form("no flags", .bothRefuse, .malformed("the FIDO flags is cut short")) { $0.signature.removeLast(5) },
        Form("a byte after the counter", .bothRefuse) { $0.signature.append(0) },
        Form("another application", .bothRefuse, .badSignature) { $0.key = $0.key.dropLast() + [0x3b] },
        Form("an application with a NUL inside", .bothRefuse) {
            $0.key = $0.key.dropLast(8) + Encoded.string("s\0h:")
        },
        Form("an application with a NUL at its end", .onlyWeRefuse("two spellings")) {
            $0.key = $0.key.dropLast(8) + Encoded.string("ssh:\0")
        },
        Form("no application", .bothRefuse) { $0.key.removeLast(8) },
        Form("the plain algorithm's name", .bothRefuse) {
            let name = try Encoded.strings(Array($0.signature.dropLast(5)))[0]
            $0.signature = Encoded.string("ssh-ed25519") + $0.signature.dropFirst(4 + name.count)
        },
    ]

    @Test("a plain signature under a FIDO key's name is refused, and the other way round")
    func confused() async throws {
        let plain = try SoftwareKey.ed25519().sshsig(Self.message, namespace: "git")
        let device = try SoftwareKey.authenticatorEd25519(flags: 1, counter: 1).sshsig(Self.message, namespace: "git")
        var (first, second) = (plain, device)
        first.key = Encoded.string("sk-ssh-ed25519@openssh.com") + plain.key.dropFirst(15) + Encoded.string("ssh:")
        second.key = Encoded.string("ssh-ed25519") + device.key.dropFirst(30).dropLast(8)
        for (blob, error) in [
            (
                first.blob,
                SSHSignatureError.algorithmMismatch(key: "sk-ssh-ed25519@openssh.com", signature: "ssh-ed25519")
            ),
            (second.blob, .algorithmMismatch(key: "ssh-ed25519", signature: "sk-ssh-ed25519@openssh.com")),
        ] {
            let openSSH = try await Workshop.with {
                try await $0.openSSHAccepts(armored: armor(blob), message: Self.message, namespace: "git")
            }
            let found = refusal(of: blob, message: Self.message, namespace: "git")
            compare(found == nil, openSSH, .bothRefuse, "\(error)")
            #expect(found == error)
        }
    }

    @Test("a WebAuthn signature, as browsers make them, is refused")
    func webAuthn() async throws {
        let blob = try SoftwareKey.webAuthn().sshsig(Self.message, namespace: "git").blob
        let openSSH = try await Workshop.with {
            try await $0.openSSHAccepts(armored: armor(blob), message: Self.message, namespace: "git")
        }
        let found = refusal(of: blob, message: Self.message, namespace: "git")
        compare(found == nil, openSSH, .onlyWeRefuse("no reviewer signs in a browser"), "WebAuthn")
        #expect(found == .unsupportedAlgorithm("webauthn-sk-ecdsa-sha2-nistp256@openssh.com"))
    }
}
