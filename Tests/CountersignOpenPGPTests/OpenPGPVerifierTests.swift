import CountersignObjects
import CountersignOpenPGP
import Scenarios
import Testing

/// Signatures that gpg makes, judged by both.
@Suite("OpenPGP signatures against gpg")
struct OpenPGPVerifierTests {
    static let message = Array("a message\n".utf8)
    /// When the keys are made.
    static let start = 1_700_000_000
    /// When signatures are made and judged.
    static let day = start + 86_400

    /// How the module refuses; nil when it finds the signature good.
    static func refusal(
        _ signature: [UInt8], of message: [UInt8] = message, keys: [[UInt8]], at time: Int = day
    ) throws -> OpenPGPError? {
        let keyring = try OpenPGPKeyring.parse(keys.enumerated().map { ("\($0.offset).asc", $0.element) })
        do throws(OpenPGPError) {
            let verifier = OpenPGPVerifier(keyring: keyring, now: Timestamp(seconds: Int64(time)))
            _ = try verifier.verify(signature: signature, message: message)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "every accepted kind of key signs, and its subkey does",
        arguments: ["ed25519", "nistp256", "nistp384", "nistp521", "rsa2048", "rsa3072"])
    func kinds(algorithm: String) async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", algorithm, at: Self.start)
        let subkey = try await gpg.subkey(of: primary, algorithm, at: Self.start)
        let key = try await gpg.exported(primary)
        let keyring = try OpenPGPKeyring.parse([("alice.asc", key)])
        for signer in [primary, subkey] {
            let signature = try await gpg.sign(Self.message, by: signer, at: Self.day)
            let verifier = OpenPGPVerifier(keyring: keyring, now: Timestamp(seconds: Int64(Self.day)))
            let verified = try verifier.verify(signature: signature, message: Self.message)
            #expect(verified.fingerprint == primary)
            #expect(verified.signingFingerprint == signer)
            #expect(verified.signedAt.seconds == Int64(Self.day))
            #expect(try await gpg.accepts(signature, of: Self.message, at: Self.day))
            #expect(try Self.refusal(signature, of: Self.message + [0], keys: [key]) == .badSignature)
        }
        let armored = try await gpg.sign(Self.message, by: primary, armored: true, at: Self.day)
        let verifier = OpenPGPVerifier(keyring: keyring, now: Timestamp(seconds: Int64(Self.day)))
        #expect(try verifier.verify(armored: armored, message: Self.message).fingerprint == primary)
        await gpg.close()
    }

    @Test("weak hashes are refused, whatever the time of signing", arguments: ["SHA1", "RIPEMD160", "MD5", "SHA224"])
    func weakHashes(_ hash: String) async throws {
        let gpg = try await GnuPG()
        let time = 1_400_000_000
        let primary = try await gpg.key("Alice <alice@example.com>", "rsa2048", at: time)
        let signed = try await gpg.run(
            [
                "--allow-weak-digest-algos", "--digest-algo", hash, "--local-user", primary, "--detach-sign",
            ], input: Self.message, at: time + 10)
        guard signed.succeeded else { return }
        let found = try Self.refusal(signed.output, keys: [try await gpg.exported(primary)], at: time + 20)
        guard case .unsupported = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        await gpg.close()
    }

    @Test("a key too small, DSA, or a subkey of these: the file is refused, or its key signs nothing")
    func weakKeys() async throws {
        for algorithm in ["rsa1024", "dsa2048", "brainpoolP256r1"] {
            let gpg = try await GnuPG()
            let primary = try await gpg.key("Alice <alice@example.com>", algorithm, at: Self.start)
            let key = try await gpg.exported(primary)
            #expect(throws: OpenPGPKeyringError.self, "\(algorithm)") { try OpenPGPKeyring.parse([("a.asc", key)]) }
            let good = try await gpg.key("Bob <bob@example.com>", "ed25519", at: Self.start)
            let subkey = try await gpg.subkey(of: good, algorithm, at: Self.start)
            let signature = try await gpg.sign(Self.message, by: subkey, at: Self.day)
            let found = try Self.refusal(signature, keys: [try await gpg.exported(good)])
            #expect(found != nil, "\(algorithm)")
            await gpg.close()
        }
    }

    @Test("text signatures, two signatures, none and an embedded message are refused")
    func otherForms() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", at: Self.start)
        let key = try await gpg.exported(primary)
        let text = try await gpg.sign(Self.message, by: primary, at: Self.day, ["--textmode"])
        #expect(try Self.refusal(text, keys: [key]) == .unsupported("a signature of type 1"))
        let one = try await gpg.sign(Self.message, by: primary, at: Self.day)
        #expect(try Self.refusal(one, keys: [key]) == nil)
        #expect(try Self.refusal(one + one, keys: [key]) == .malformed("not exactly one signature"))
        #expect(try Self.refusal([], keys: [key]) == .malformed("not exactly one signature"))
        #expect(try Self.refusal(one + [0], keys: [key]) != nil)
        let inline = try await gpg.require(
            ["--local-user", primary, "--sign"], input: Self.message, at: Self.day)
        #expect(try Self.refusal(inline, keys: [key]) != nil)
        let critical = try await gpg.sign(
            Self.message, by: primary, at: Self.day, ["--sig-notation", "!what@example.com=x"])
        #expect(try Self.refusal(critical, keys: [key]) == .unsupported("critical subpacket 20"))
        let noted = try await gpg.sign(
            Self.message, by: primary, at: Self.day, ["--sig-notation", "what@example.com=x"])
        #expect(try Self.refusal(noted, keys: [key]) == nil)
        await gpg.close()
    }

    @Test("keys that have expired, are not there yet, or are of somebody else")
    func times() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", expires: "seconds=172800", at: Self.start)
        let subkey = try await gpg.subkey(of: primary, expires: "seconds=100000", at: Self.start)
        let key = try await gpg.exported(primary)
        let signature = try await gpg.sign(Self.message, by: subkey, at: Self.day)
        #expect(try Self.refusal(signature, keys: [key]) == nil)
        // What was signed in time stays good.
        #expect(try Self.refusal(signature, keys: [key], at: Self.start + 10_000_000) == nil)
        await gpg.close()
    }

    @Test("an expired subkey, whose secret half is used all the same, signs nothing")
    func expired() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", at: Self.start)
        let subkey = try await gpg.subkey(of: primary, at: Self.start)
        let late = try await gpg.sign(Self.message, by: subkey, at: Self.day)
        let before = try await gpg.exported(primary)
        #expect(try Self.refusal(late, keys: [before]) == nil)
        try await gpg.require(["--quick-set-expire", primary, "seconds=1000", subkey], at: Self.start + 1)
        let after = try await gpg.exported(primary)
        #expect(try Self.refusal(late, keys: [after]) == .keyExpired(subkey))
        #expect(try await GnuPG.accepts(late, of: Self.message, keys: [after], at: Self.day) == false)
        try await gpg.require(["--quick-set-expire", primary, "seconds=2000"], at: Self.start + 2)
        let byPrimary = try await gpg.exported(primary)
        #expect(try Self.refusal(late, keys: [byPrimary]) == .keyExpired(subkey))
        await gpg.close()
    }

    @Test("a signature of the future waits, one with an end passes, a key made later signs nothing")
    func signatureTimes() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", at: Self.start)
        let key = try await gpg.exported(primary)
        let signature = try await gpg.sign(Self.message, by: primary, at: Self.day)
        #expect(try Self.refusal(signature, keys: [key], at: Self.day - 300) == nil)
        #expect(try Self.refusal(signature, keys: [key], at: Self.day - 301) == .fromTheFuture)
        let ending = try await gpg.sign(
            Self.message, by: primary, at: Self.day, ["--default-sig-expire", "seconds=1000"])
        #expect(try Self.refusal(ending, keys: [key]) == nil)
        #expect(try Self.refusal(ending, keys: [key], at: Self.day + 1000) == .signatureExpired)
        await gpg.close()
    }

    @Test("revoked keys and subkeys sign nothing, at no time; so does a key without a name that stands")
    func revoked() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", at: Self.start)
        let subkey = try await gpg.subkey(of: primary, at: Self.start)
        let signatures = [
            try await gpg.sign(Self.message, by: primary, at: Self.day),
            try await gpg.sign(Self.message, by: subkey, at: Self.day),
        ]
        try await gpg.require(
            ["--command-fd", "0", "--expert", "--edit-key", primary],
            input: Array("key 1\nrevkey\ny\n0\n\ny\nsave\n".utf8), at: Self.day + 10)
        let withoutSubkey = try await gpg.exported(primary)
        #expect(try Self.refusal(signatures[0], keys: [withoutSubkey]) == nil)
        #expect(try Self.refusal(signatures[1], keys: [withoutSubkey]) == .keyRevoked(subkey))
        try await gpg.revoke(primary, at: Self.day + 20)
        let withoutAll = try await gpg.exported(primary)
        #expect(try Self.refusal(signatures[0], keys: [withoutAll]) == .keyRevoked(primary))
        #expect(try Self.refusal(signatures[1], keys: [withoutAll]) == .keyRevoked(subkey))
        for signature in signatures {
            #expect(
                try await GnuPG.accepts(signature, of: Self.message, keys: [withoutAll], at: Self.day + 30) == false)
        }
        await gpg.close()
    }

    @Test("a key that only certifies, or only encrypts, signs no data; keys of others are unknown")
    func usage() async throws {
        let gpg = try await GnuPG()
        let primary = try await gpg.key("Alice <alice@example.com>", "ed25519", "sign,cert", at: Self.start)
        let signature = try await gpg.sign(Self.message, by: primary, at: Self.day)
        try await gpg.require(
            ["--command-fd", "0", "--expert", "--edit-key", primary],
            input: Array("change-usage\nS\nQ\nsave\n".utf8), at: Self.start + 1)
        let certifies = try await gpg.exported(primary)
        guard case .unusableKey = try Self.refusal(signature, keys: [certifies]) else {
            Issue.record("a key that only certifies signed")
            return
        }
        let other = try await gpg.key("Bob <bob@example.com>", at: Self.start)
        #expect(try Self.refusal(signature, keys: [try await gpg.exported(other)]) == .unknownKey(primary))
        #expect(try Self.refusal(signature, keys: []) == .unknownKey(primary))
        await gpg.close()
    }
}
