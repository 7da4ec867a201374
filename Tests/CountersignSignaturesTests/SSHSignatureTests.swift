import CountersignSignatures
import Testing

/// Signatures that ssh-keygen made, whole and damaged, judged by ssh-keygen and by us.
@Suite("SSH signatures against ssh-keygen")
struct SSHSignatureTests {
    static let message = Array("a message\n".utf8)

    @Test("a good signature counts for its message and namespace only", arguments: Keyring.accepted)
    func good(name: String) async throws {
        let key = try await Keyring.key(name)
        try await Workshop.with { workshop in
            for hash in ["sha256", "sha512"] {
                let armored = try await workshop.sign(Self.message, with: key, namespace: "countersign", hash: hash)
                for (message, namespace, expected) in [
                    (Self.message, "countersign", Expected.bothAccept), (Self.message, "git", .bothRefuse),
                    (Self.message, "Countersign", .bothRefuse), (Self.message + [10], "countersign", .bothRefuse),
                    ([], "countersign", .bothRefuse),
                ] {
                    let ours = accepts(blob: try dearmor(armored), message: message, namespace: namespace)
                    let openSSH = try await workshop.openSSHAccepts(
                        armored: armored, message: message, namespace: namespace, principal: "alice@example.com",
                        allowedSigners: Array("alice@example.com \(key.publicLine)\n".utf8))
                    compare(ours, openSSH, expected, "\(name) \(hash) \(namespace)")
                }
                let read = try SSHSignature.parse(armored: armored)
                #expect(read.hashAlgorithm.rawValue == hash)
                #expect(read.publicKey.fingerprint == key.fingerprint)
                #expect(try read.verify(message: Self.message, namespace: "countersign").touched == nil)
            }
        }
    }

    @Test("a flipped bit anywhere in the blob makes it bad", arguments: Keyring.accepted.enumerated().map(\.self))
    func flipped(index: Int, name: String) async throws {
        let seed = 20_261_123 + UInt64(index)
        let count = 32
        let key = try await Keyring.key(name)
        try await Workshop.with { workshop in
            let armored = try await workshop.sign(Self.message, with: key, namespace: "git")
            let good = try dearmor(armored)
            var random = SeededRandom(state: seed)
            for _ in 0..<count {
                let bit = Int.random(in: 0..<good.count * 8, using: &random)
                var blob = good
                blob[bit / 8] ^= 1 << UInt8(bit % 8)
                let ours = accepts(blob: blob, message: Self.message, namespace: "git")
                let openSSH = try await workshop.openSSHAccepts(
                    armored: armor(blob), message: Self.message, namespace: "git")
                // Bit 0 of byte 9 makes version 0, which OpenSSH takes for version 1.
                compare(ours, openSSH, bit == 72 ? .onlyWeRefuse("version 0") : .bothRefuse, "\(name), bit \(bit)")
            }
        }
        print("\(name): \(count) flipped bits, seed \(seed)")
    }

    @Test("every flipped bit is refused", arguments: ["ed25519", "p256", "rsa2048"])
    func allFlipped(name: String) async throws {
        let key = try await Keyring.key(name)
        let good = try await Workshop.with {
            try dearmor(try await $0.sign(Self.message, with: key, namespace: "git"))
        }
        for bit in 0..<good.count * 8 {
            var blob = good
            blob[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!accepts(blob: blob, message: Self.message, namespace: "git"), "\(name), bit \(bit)")
        }
    }

    @Test("a cut or lengthened blob is refused", arguments: ["ed25519", "p256", "rsa2048"])
    func cut(name: String) async throws {
        let key = try await Keyring.key(name)
        try await Workshop.with { workshop in
            let good = try dearmor(try await workshop.sign(Self.message, with: key, namespace: "git"))
            for length in 0..<good.count {
                let error = refusal(of: Array(good[..<length]), message: Self.message, namespace: "git")
                guard case .malformed = error else {
                    Issue.record("\(name) cut to \(length): \(String(describing: error))")
                    continue
                }
            }
            for blob in [Array(good[..<5]), Array(good[..<60]), Array(good.dropLast()), good + [0], good + good] {
                let openSSH = try await workshop.openSSHAccepts(
                    armored: armor(blob), message: Self.message, namespace: "git")
                let ours = accepts(blob: blob, message: Self.message, namespace: "git")
                compare(ours, openSSH, .bothRefuse, "\(name), \(blob.count) bytes")
            }
        }
    }

    @Test("a prepared key verifies its own signatures and no others")
    func prepared() throws {
        let (mine, other) = (SoftwareKey.ed25519(), SoftwareKey.ed25519())
        let signature = try SSHSignature.parse(blob: mine.sshsig(Self.message, namespace: "git").blob)
        let key = try SSHPublicKey(blob: mine.blob)
        let verified = try signature.verify(message: Self.message, namespace: "git", with: key.prepared())
        #expect(verified.key == key)
        let wrong = try SSHPublicKey(blob: other.blob).prepared()
        #expect(throws: SSHSignatureError.wrongKey) {
            try signature.verify(message: Self.message, namespace: "git", with: wrong)
        }
    }

    @Test("namespaces are compared byte by byte, not as Swift compares text")
    func namespaceBytes() throws {
        let blob = try SoftwareKey.ed25519().sshsig(Self.message, namespace: "caf\u{e9}").blob
        #expect(accepts(blob: blob, message: Self.message, namespace: "caf\u{e9}"))
        #expect(
            refusal(of: blob, message: Self.message, namespace: "cafe\u{301}")
                == .wrongNamespace(expected: "cafe\u{301}", found: "caf\u{e9}"))
    }
}
