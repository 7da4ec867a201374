import CountersignPolicy
import CountersignSignatures
import Testing

@Suite("The first policy")
struct PolicyTemplateTests {
    private static func template(
        email: String = "alice@example.com", name: String = "Alice", repository: String = "acme/shop"
    ) throws -> PolicyTemplate {
        try PolicyTemplate(
            email: email, name: name, repository: repository,
            key: .ssh(SSHPublicKey(authorizedKeysForm: Sample.aliceKey)))
    }

    @Test(
        "it is a policy with one person at the top, whatever the name",
        arguments: ["Alice Example", "", "Al \"Ice\" \\ # ; = [x]", " Zoë ", "true"])
    func parses(name: String) async throws {
        let template = try Self.template(name: name)
        let policy = try await Sample.policy(template.policy, signers: template.allowedSigners)
        #expect(policy.serial == 1)
        #expect(policy.repository == "acme/shop")
        let alice = try #require(policy.person(primary: "alice@example.com"))
        #expect(alice.name == (name.isEmpty ? "alice@example.com" : name))
        #expect(alice.level == policy.levels.levels.last)
        #expect(policy.isTrusted(alice))
        #expect(policy.keys(of: alice).map(\.key.fingerprint) == [Sample.aliceFingerprint])
        #expect(policy.keys(of: alice).first?.permits(namespace: "countersign") == true)
        #expect(policy.keys(of: alice).first?.permits(namespace: "git") == true)
        #expect(policy.keys(of: alice).first?.permits(namespace: "file") == false)
    }

    @Test("the parts in comments are right once the comment signs are taken off")
    func comments() async throws {
        let template = try Self.template()
        let lines = template.policy.split(separator: "\n").map { line in
            line.hasPrefix("# [")
                ? String(line.dropFirst(2)) : line.hasPrefix("#\t") ? String(line.dropFirst()) : String(line)
        }
        let policy = try await Sample.policy(lines.joined(separator: "\n") + "\n")
        #expect(policy.roster.people.count == 2)
        #expect(policy.rules.count == 1)
        #expect(policy.waiver != nil)
    }

    @Test("what the policy would refuse is refused before it is written")
    func refused() throws {
        #expect(throws: PolicyError.self) { try Self.template(email: "alice") }
        #expect(throws: PolicyError.self) { try Self.template(email: "*@example.com") }
        #expect(throws: PolicyError.self) { try Self.template(email: "a\"]\n[x \"b@c") }
        #expect(throws: PolicyError.self) { try Self.template(name: "a\nb") }
        #expect(throws: PolicyError.self) { try Self.template(repository: "acme shop") }
        #expect(throws: PolicyError.self) { try Self.template(repository: "") }
    }
}
