import CountersignSignatures
import FoundationEssentials
import Testing

@Suite("Ed25519 points of small order")
struct WeakKeyTests {
    static let weak = SSHSignatureError.weakKey("an Ed25519 point of small order")

    @Test("a key that anybody can sign for is refused, though OpenSSH takes it")
    func forgery() async throws {
        let message = Array("never signed by anybody\n".utf8)
        let neutral = [1] + [UInt8](repeating: 0, count: 31)
        let fields = SSHSIGFields(
            key: Encoded.string("ssh-ed25519") + Encoded.string(neutral), namespace: "git", hash: "sha512",
            signature: Encoded.string("ssh-ed25519") + Encoded.string(neutral + [UInt8](repeating: 0, count: 32)))
        let found = refusal(of: fields.blob, message: message, namespace: "git")
        let openSSH = try await Workshop.with {
            try await $0.openSSHAccepts(armored: armor(fields.blob), message: message, namespace: "git")
        }
        compare(found == nil, openSSH, .onlyWeRefuse("a forgery"), "neutral point")
        #expect(found == Self.weak)
    }

    @Test("each of the points is refused in every encoding", arguments: points)
    func encodings(base64: String) throws {
        let point = Array(try #require(Data(base64Encoded: base64)))
        for sign in [0, 0x80] as [UInt8] {
            let signed = point.dropLast() + [(point.last ?? 0) | sign]
            #expect(throws: Self.weak) {
                try SSHPublicKey(blob: Encoded.string("ssh-ed25519") + Encoded.string(signed))
            }
        }
    }

    /// y = 0, 1, the two of order eight, p - 1, p and p + 1, little-endian.
    static let points = [
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "JuiVj8KyJ7BFw/SJ8u+Y8NXfrAXTxjM5sTgCiG1T/AU=", "xxdqcD1N2E+6PAt2DRBnDyogU/osOczGTsf9d5KsA3o=",
        "7P///////////////////////////////////////38=", "7f///////////////////////////////////////38=",
        "7v///////////////////////////////////////38=",
    ]
}
