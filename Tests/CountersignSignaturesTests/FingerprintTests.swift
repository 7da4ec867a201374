import CountersignSignatures
import Testing

@Suite("Public keys")
struct FingerprintTests {
    @Test("the fingerprint is what ssh-keygen -l prints", arguments: Keyring.accepted)
    func fingerprint(name: String) async throws {
        let key = try await Keyring.key(name)
        let read = try SSHPublicKey(authorizedKeysForm: key.publicLine + "\n")
        #expect(read.fingerprint == key.fingerprint)
        #expect(key.publicLine.hasPrefix(read.type + " "))
        #expect(try SSHPublicKey(blob: read.blob) == read)
    }

    @Test("a written type that is not the key's is refused")
    func otherType() async throws {
        let line = try await Keyring.key("ed25519").publicLine
        let lying = "ecdsa-sha2-nistp256 " + line.split(separator: " ")[1]
        #expect(throws: SSHSignatureError.malformed("the key is of another type than is written")) {
            try SSHPublicKey(authorizedKeysForm: lying)
        }
    }

    @Test(
        "half a line is no key",
        arguments: ["", " ", "ssh-ed25519", "ssh-ed25519 ", "ssh-ed25519 AAAA=", "ssh-ed25519 !", "AAAA"])
    func half(line: String) {
        #expect(throws: SSHSignatureError.self) { try SSHPublicKey(authorizedKeysForm: line) }
    }
}
