import CountersignSignatures
import FoundationEssentials
import Testing

@Suite("RSA against ssh-keygen")
struct RSASignatureTests {
    static let message = Array("a message\n".utf8)

    @Test("rsa-sha2-256 and rsa-sha2-512 count")
    func accepted() async throws {
        for algorithm in ["rsa-sha2-256", "rsa-sha2-512"] {
            try await Form(algorithm, .bothAccept) { _ in }.check(.rsa(algorithm))
        }
    }

    @Test("a signature over SHA-1 is refused")
    func sha1() async throws {
        let form = Form("ssh-rsa", .bothRefuse, .unsupportedAlgorithm("ssh-rsa (SHA-1)")) { _ in }
        try await form.check(.rsa("ssh-rsa"))
    }

    @Test("the form of RSA keys and signatures", arguments: forms)
    func form(form: Form) async throws { try await form.check(.rsa("rsa-sha2-512")) }

    static let forms = [
        Form("the other hash's name", .bothRefuse, .badSignature) {
            $0.signature = Encoded.string("rsa-sha2-256") + $0.signature.dropFirst(16)
        },
        Form("an unknown hash", .bothRefuse) {
            $0.signature = Encoded.string("rsa-sha2-384") + $0.signature.dropFirst(16)
        },
        Form("a certificate's algorithm", .bothRefuse) {
            $0.signature = Encoded.string("rsa-sha2-512-cert-v01@openssh.com") + $0.signature.dropFirst(16)
        },
        Form("a modulus with a leading zero", .onlyWeRefuse("two fingerprints for one key")) {
            let parts = try Encoded.strings($0.key)
            $0.key = [parts[0], parts[1], [0] + parts[2]].flatMap(Encoded.string)
        },
        Form("an exponent with a leading zero", .onlyWeRefuse("two fingerprints for one key")) {
            let parts = try Encoded.strings($0.key)
            $0.key = [parts[0], [0] + parts[1], parts[2]].flatMap(Encoded.string)
        },
        Form("a negative modulus", .bothRefuse, .malformed("the RSA modulus is negative")) {
            let parts = try Encoded.strings($0.key)
            $0.key = [parts[0], parts[1], Array(parts[2].dropFirst())].flatMap(Encoded.string)
        },
        Form("no exponent", .bothRefuse, .malformed("the RSA exponent is zero")) {
            let parts = try Encoded.strings($0.key)
            $0.key = [parts[0], [], parts[2]].flatMap(Encoded.string)
        },
        Form("a byte after the key", .bothRefuse) { $0.key.append(0) },
        Form("a byte after the signature", .bothRefuse) { $0.signature.append(0) },
        Form("a signature longer than the modulus", .bothRefuse, .badSignature) {
            $0.signature = Encoded.string("rsa-sha2-512") + Encoded.string([0] + $0.signature.suffix(256))
        },
        Form("an empty number", .bothRefuse, .badSignature) {
            $0.signature = Encoded.string("rsa-sha2-512") + Encoded.string([])
        },
        Form("a signature of zeros", .bothRefuse, .badSignature) {
            $0.signature =
                Encoded.string("rsa-sha2-512") + Encoded.string([UInt8](repeating: 0, count: 256))
        },
        Form("a signature of ones", .bothRefuse, .badSignature) {
            $0.signature =
                Encoded.string("rsa-sha2-512") + Encoded.string([UInt8](repeating: 0xff, count: 256))
        },
    ]

    @Test("a signature whose leading zeros were dropped counts, as some agents make them")
    func shortened() async throws {
        let key = try SoftwareKey.rsa("rsa-sha2-512")
        for attempt in 0..<20_000 {
            let message = Array("message \(attempt)".utf8)
            var fields = try key.sshsig(message, namespace: "git")
            guard fields.signature.suffix(256).first == 0 else { continue }
            fields.signature =
                Encoded.string("rsa-sha2-512") + Encoded.string(fields.signature.suffix(256).drop { $0 == 0 })
            let blob = fields.blob
            let openSSH = try await Workshop.with {
                try await $0.openSSHAccepts(armored: armor(blob), message: message, namespace: "git")
            }
            compare(accepts(blob: blob, message: message, namespace: "git"), openSSH, .bothAccept, "shortened")
            return
        }
        Issue.record("no signature began with a zero")
    }

    @Test("RSA of 1024 bits is refused, though OpenSSH takes it")
    func small() async throws {
        let key = try await Keyring.key("rsa1024")
        try await Workshop.with { workshop in
            let armored = try await workshop.sign(Self.message, with: key, namespace: "git")
            let openSSH = try await workshop.openSSHAccepts(armored: armored, message: Self.message, namespace: "git")
            let found = refusal(of: try dearmor(armored), message: Self.message, namespace: "git")
            compare(found == nil, openSSH, .onlyWeRefuse("too small"), "RSA 1024")
            #expect(found == .weakKey("RSA of 1024 bits, 2048 to 8192 are accepted"))
        }
    }

    @Test("the sizes that are accepted are 2048 to 8192 bits")
    func sizes() throws {
        for (bits, accepted) in [(2047, false), (2048, true), (8192, true), (8193, false), (16_384, false)] {
            let modulus = [UInt8](repeating: 0xff, count: bits / 8)
            let first: [UInt8] = bits % 8 == 0 ? [] : [UInt8(1 << (bits % 8)) - 1]
            let blob = Encoded.string("ssh-rsa") + Encoded.mpint([1, 0, 1]) + Encoded.mpint(first + modulus)
            #expect(((try? SSHPublicKey(blob: blob)) != nil) == accepted, "\(bits) bits")
        }
    }

    @Test(
        "an even modulus and a useless exponent are refused", arguments: [[1], [2], [4], [1, 0, 0], [7, 1, 1, 1, 1]])
    func exponents(exponent: [UInt8]) {
        let modulus = [UInt8](repeating: 0xff, count: 256)
        for (number, power) in [(modulus, exponent), (modulus.dropLast() + [0xfe], [1, 0, 1])] {
            let blob = Encoded.string("ssh-rsa") + Encoded.mpint(power) + Encoded.mpint(number)
            #expect(throws: SSHSignatureError.self) { try SSHPublicKey(blob: blob) }
        }
    }
}
