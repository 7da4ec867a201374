import CountersignPolicy
import CountersignSignatures
import Testing

@Suite("Keys of the people")
struct SignerKeysTests {
    @Test("each person has the keys of her own lines, and each key its owner")
    func owners() async throws {
        let policy = try await Sample.policy(Sample.small, signers: Sample.signers)
        let alice = try #require(policy.person(primary: "alice@example.com"))
        #expect(policy.keys(of: alice).map(\.key.fingerprint) == [Sample.aliceFingerprint])
        #expect(try policy.owner(of: SSHPublicKey(authorizedKeysForm: Sample.juneKey))?.email == "june@example.com")
        #expect(try policy.owner(of: SSHPublicKey(authorizedKeysForm: Sample.caKey)) == nil)
    }

    @Test(
        "a line that does not name exactly one primary e-mail of the policy is refused",
        arguments: [
            "*@example.com", "alice@example.co?", "!alice@example.com", "alice@example.com,june@example.com",
            "alice@example.com,alice@example.com", "Alice@example.com", "alice@old.example", "mallory@example.com",
            "аlice@example.com",
        ])
    func principals(principal: String) async throws {
        let text = Sample.small.replacing("level = senior", with: "level = senior\nemail = alice@old.example")
        let error = try await Sample.refusal(text, signers: "# keys\n\(principal) \(Sample.aliceKey)\n")
        #expect(error?.code == .badPrincipal)
        #expect(error?.place == .allowedSigners(line: 2))
    }

    @Test("a principal that Unicode calls equivalent to a primary e-mail is not it")
    func equivalentPrincipal() async throws {
        let text = Sample.small + "[person \"Kate@example.com\"]\nlevel = senior\n"
        let error = try await Sample.refusal(text, signers: "\u{212A}ate@example.com \(Sample.aliceKey)\n")
        #expect(error?.code == .badPrincipal)
    }

    @Test("one key on two people is refused, whatever the validity and purpose")
    func sharedKey() async throws {
        let signers = """
            alice@example.com valid-before="20250101Z" \(Sample.aliceKey)
            june@example.com namespaces="git",valid-after="20260101Z" \(Sample.aliceKey)

            """
        let error = try await Sample.refusal(Sample.small, signers: signers)
        #expect(error?.code == .sharedKey)
        #expect(error?.place == .allowedSigners(line: 2))
    }

    @Test("one key may stand twice on one person, for two spans of time")
    func twoSpans() async throws {
        let signers = """
            alice@example.com valid-before="20250101Z" \(Sample.aliceKey)
            alice@example.com valid-after="20260101Z" \(Sample.aliceKey)

            """
        let policy = try await Sample.policy(Sample.small, signers: signers)
        let alice = try #require(policy.person(primary: "alice@example.com"))
        #expect(policy.keys(of: alice).count == 2)
    }

    @Test("an authority's line may have patterns, and gives nobody a key")
    func authority() async throws {
        let policy = try await Sample.policy(
            Sample.small, signers: "*@example.com cert-authority \(Sample.caKey)\n" + Sample.signers)
        #expect(policy.signers.certAuthorities.map(\.principals) == [["*@example.com"]])
        #expect(try policy.owner(of: SSHPublicKey(authorizedKeysForm: Sample.caKey)) == nil)
    }
}
