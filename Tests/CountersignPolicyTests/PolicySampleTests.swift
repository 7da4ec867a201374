import CountersignPolicy
import CountersignSignatures
import Testing

@Suite("A policy")
struct PolicySampleTests {
    @Test("the full sample says what is written in it")
    func full() async throws {
        let policy = try await Sample.policy(Sample.full, signers: Sample.signers)
        #expect(policy.serial == 7)
        #expect(policy.repository == "acme/shop")
        #expect(policy.levels.levels.map(\.name) == ["junior", "mid", "senior", "principal"])
        #expect(policy.levels.trusted.name == "senior")
        #expect(policy.authorProof == .claim)
        #expect(policy.unmarked == .declare)
        #expect(policy.markerVersion == "2026.11")
        #expect(policy.approval.count == 1)
        #expect(policy.approval.carry == .never)
        #expect(policy.approval.scope == .branch)
        #expect(policy.approval.graceSeconds == 86_400)
        #expect(policy.approval.touch)
        #expect(policy.waiver?.level.name == "principal")
        #expect(policy.waiver?.maximumSeconds == 259_200)
    }

    @Test("people, rules, markers and revocations of the full sample")
    func lists() async throws {
        let policy = try await Sample.policy(Sample.full, signers: Sample.signers)
        let alice = try #require(policy.person(primary: "alice@example.com"))
        #expect(alice.name == "Alice Example")
        #expect(alice.emails == ["alice@example.com", "alice@old.example"])
        #expect(alice.openpgp == ["0123456789ABCDEF0123456789ABCDEF01234567"])
        #expect(policy.isTrusted(alice))
        let june = try #require(policy.person(primary: "june@example.com"))
        #expect(june.name == "june@example.com")
        #expect(!policy.isTrusted(june))
        let rule = try #require(policy.rules.first)
        #expect(rule.name == "infrastructure")
        #expect(rule.paths.map(\.pattern) == ["infra/**", "**/*.tf"])
        #expect(rule.appliesTo == .all)
        #expect(rule.count == 2)
        #expect(rule.level?.name == "principal")
        let marker = try #require(policy.markers.first)
        #expect(marker.name == "acme-bot")
        #expect(marker.tool == "Acme bot")
        #expect(marker.trailers == ["Made-with: *"])
        #expect(marker.authors == ["bot@acme.example"])
    }

    @Test("revoked keys and statements are found")
    func revocations() async throws {
        let revoked = try await Sample.policy(Sample.full).revoked
        #expect(try revoked.contains(SSHPublicKey(authorizedKeysForm: Sample.caKey)))
        #expect(try !revoked.contains(SSHPublicKey(authorizedKeysForm: Sample.aliceKey)))
        #expect(revoked.contains(openpgp: "FEDCBA9876543210FEDCBA9876543210FEDCBA98"))
        #expect(revoked.contains(statement: "sha256:" + String(repeating: "0f", count: 32)))
        #expect(!revoked.contains(statement: "sha256:" + String(repeating: "0e", count: 32)))
    }

    @Test("an absent key has its default")
    func defaults() async throws {
        let policy = try await Sample.policy(Sample.small + "[rule \"r\"]\npath = x\n")
        #expect(policy.authorProof == .signature)
        #expect(policy.unmarked == .human)
        #expect(policy.markerVersion == nil)
        #expect(policy.approval.count == 1)
        #expect(policy.approval.carry == .sameFiles)
        #expect(policy.approval.scope == .change)
        #expect(policy.approval.graceSeconds == nil)
        #expect(!policy.approval.touch)
        #expect(policy.waiver == nil)
        #expect(policy.rules.first?.appliesTo == .ai)
        #expect(policy.revoked.keys.isEmpty)
    }

    @Test(
        "durations are a number and a unit",
        arguments: [
            ("90s", 90), ("5m", 300), ("72h", 259_200), ("2d", 172_800), ("1w", 604_800), ("3650d", 315_360_000),
        ])
    func durations(text: String, seconds: Int64) async throws {
        let policy = try await Sample.policy(Sample.small + "[approval]\ngrace = \(text)\n")
        #expect(policy.approval.graceSeconds == seconds)
    }
}
