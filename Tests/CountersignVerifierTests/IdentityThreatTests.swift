import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("THREATS, identity")
struct IdentityThreatTests {
    @Test("a senior is exempt only by her own signature, not by her address")
    func addressAlone() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let message = "Change\n\n\(Scenario.marker)"
        let unsigned = try await scenario.commit(message, by: cast.alice, files: ["a": "1"])
        #expect(try await scenario.judge(unsigned).verdict == .missing)
        let byAnother = try await scenario.commit(message, by: cast.alice, files: ["a": "2"], key: cast.june.key)
        #expect(try await scenario.judge(byAnother).verdict == .missing)
        let byNobody = try await scenario.commit(message, by: cast.alice, files: ["a": "3"], key: cast.mallory.key)
        #expect(try await scenario.judge(byNobody).verdict == .missing)
        let own = try await scenario.commit(message, by: cast.alice, files: ["a": "4"], signed: true)
        #expect(try await scenario.judge(own).verdict == .exempt)
    }

    @Test("under proof = claim the address is enough, as the policy says")
    func claim() async throws {
        let scenario = try await Scenario(policy: Scenario.policy("[author]\n\tproof = claim\n"))
        let commit = try await scenario.commit(
            "Change\n\n\(Scenario.marker)", by: scenario.cast.alice, files: ["a": "1"])
        #expect(try await scenario.judge(commit).verdict == .exempt)
        let junior = try await scenario.flaggedCommit()
        #expect(try await scenario.judge(junior).verdict == .missing)
    }

    @Test("a senior as committer only, signature included, exempts nobody")
    func committerOnly() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        try scenario.repository.write("a", "1")
        try await scenario.repository.git("add", "-A")
        try await scenario.git(
            ["commit", "-q", "--author", "June <\(cast.june.email)>", "-m", "Change\n\n\(Scenario.marker)"],
            by: cast.alice, key: cast.alice.key)
        #expect(try await scenario.judge(scenario.id("HEAD")).verdict == .missing)
    }

    @Test(
        "an address that only looks like a senior's is nobody's",
        arguments: [
            "alice@example.com ", " alice@example.com", "alice@example.com.", "alice@examp1e.com", "аlice@example.com",
            "alice@еxample.com", "alice\u{200b}@example.com", "alic\u{212a}e@example.com", "alice", "",
            "alice@example.com\t", "ALICE@EXAMPLE.COM.evil.org",
        ])
    func lookAlikes(email: String) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.rawCommit(authorEmail: email, signer: scenario.cast.alice.key)
        let judgement = try await scenario.judge(commit)
        #expect(judgement.verdict == .missing)
        #expect(judgement.authorship?.person == nil)
    }

    @Test("the case of ASCII letters in an address does not matter")
    func asciiCase() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.rawCommit(authorEmail: "Alice@Example.COM", signer: scenario.cast.alice.key)
        #expect(try await scenario.judge(commit).verdict == .exempt)
    }

    @Test("angle brackets inside an address make the commit malformed")
    func angleBrackets() async throws {
        let scenario = try await Scenario()
        for email in ["alice@example.com> <june@example.com", "<alice@example.com", "alice<@example.com"] {
            let commit = try await scenario.rawCommit(authorEmail: email, signer: nil)
            #expect(try await scenario.judge(commit).verdict == .malformed, "\(email)")
        }
    }

    @Test(".mailmap comes with the change and is never read")
    func mailmap() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        try scenario.repository.write(".mailmap", "Alice <\(cast.alice.email)> <\(cast.june.email)>\n")
        let commit = try await scenario.commit("Change\n\n\(Scenario.marker)", by: cast.june, signed: true)
        #expect(try await scenario.judge(commit).verdict == .missing)
    }

    @Test("other addresses of a person are hers, for her exemption and against her own approval")
    func aliases() async throws {
        let aliased = Scenario.standardPolicy.replacing(
            "name = alice", with: "name = alice\n\temail = alice@old.example")
        let scenario = try await Scenario(policy: aliased)
        let cast = scenario.cast
        let message = "Change\n\n\(Scenario.marker)"
        let signed = try await scenario.commit(
            message, by: cast.alice, email: "alice@old.example", files: ["a": "1"], signed: true)
        #expect(try await scenario.judge(signed).verdict == .exempt)
        let unsigned = try await scenario.commit(message, by: cast.alice, email: "alice@old.example", files: ["a": "2"])
        try await scenario.decide(by: cast.alice, on: unsigned)
        let judgement = try await scenario.judge(unsigned)
        #expect(judgement.verdict == .missing)
        #expect(judgement.refusals == [.selfApproval])
        try await scenario.decide(by: cast.bob, on: unsigned)
        #expect(try await scenario.judge(unsigned).verdict == .approved)
    }

    @Test("one address under two people is no policy")
    func sharedAddress() async throws {
        let shared = Scenario.policy("[person \"eve@example.com\"]\n\tlevel = senior\n\temail = June@Example.com\n")
        let scenario = try await Scenario(policy: shared)
        let commit = try await scenario.flaggedCommit()
        await #expect(throws: PolicyUnreadable.self) { try await scenario.verify(scenario.root, commit) }
    }

    @Test("a bot's name is no address: the agent's own address flags, a person's name does not exempt")
    func botAsAuthor() async throws {
        let scenario = try await Scenario()
        let bot = try await scenario.commit(
            "Change", by: scenario.cast.mallory, email: "noreply@anthropic.com", files: ["a": "1"])
        #expect(try await scenario.judge(bot).verdict == .missing)
        let person = try await scenario.commit("Change", by: scenario.cast.june, files: ["a": "2"])
        #expect(try await scenario.judge(person).verdict == .clean)
    }

    @Test("a commit signature counts only while the key was valid, for git, and not declared compromised")
    func keyTerms() async throws {
        let cast = try await Cast.assembled()
        let day = "20260921"
        let cases: [(options: String, policy: String, verdict: Verdict)] = [
            ("", "", .exempt),
            ("namespaces=\"git,countersign\"", "", .exempt),
            ("namespaces=\"countersign\"", "", .missing),
            ("valid-before=\"20200101Z\"", "", .missing),
            ("valid-after=\"20300101Z\"", "", .missing),
            ("valid-after=\"\(day)000000Z\"", "", .exempt),
            ("", "[revoked]\n\tkey = \(cast.bob.key.fingerprint)\n", .missing),
        ]
        for (options, policy, verdict) in cases {
            let scenario = try await Scenario(policy: nil)
            try scenario.repository.write(".countersign/policy", Scenario.policy(policy))
            let others = Scenario.signers(cast.known.filter { $0.email != cast.bob.email })
            let bob = [cast.bob.email, options, cast.bob.key.publicText].filter { !$0.isEmpty }.joined(separator: " ")
            try scenario.repository.write(".countersign/allowed_signers", others + bob + "\n")
            try await scenario.adopt()
            let commit = try await scenario.commit(
                "Change\n\n\(Scenario.marker)", by: cast.bob, files: ["a": "1"], signed: true)
            #expect(try await scenario.judge(commit).verdict == verdict, "\(options) \(policy)")
        }
    }

    @Test("a signature over other bytes than the object's proves nothing")
    func movedSignature() async throws {
        let scenario = try await Scenario()
        let signed = try await scenario.commit(
            "Change\n\n\(Scenario.marker)", by: scenario.cast.alice, files: ["a": "1"], signed: true)
        #expect(try await scenario.judge(signed).verdict == .exempt)
        let raw = try await scenario.repository.git("cat-file", "commit", signed.hex)
        let moved = raw.replacing("\n\nChange\n", with: "\n\nOther change\n")
        let commit = try await scenario.store(moved + "\n")
        try await scenario.repository.git("update-ref", "refs/heads/main", commit.hex)
        let judgement = try await scenario.judge(commit)
        #expect(judgement.verdict == .missing)
        #expect(judgement.authorship?.isProven == false)
    }

    @Test("his own statement proves the author of an unsigned commit, and nobody else's does")
    func authoredStatement() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let commit = try await scenario.commit("Change\n\n\(Scenario.marker)", by: cast.alice, files: ["a": "1"])
        try await scenario.record(
            try await scenario.statement(.authored, by: cast.bob, about: [commit]), key: cast.bob.key)
        #expect(try await scenario.judge(commit).verdict == .missing)
        try await scenario.record(
            try await scenario.statement(.authored, by: cast.alice, about: [commit]), key: cast.june.key)
        #expect(try await scenario.judge(commit).verdict == .missing)
        let claim = try await scenario.record(
            try await scenario.statement(.authored, by: cast.alice, about: [commit]), key: cast.alice.key)
        #expect(try await scenario.judge(commit).verdict == .exempt)
        try await scenario.revoke(claim, by: cast.alice, on: commit)
        #expect(try await scenario.judge(commit).verdict == .missing)
    }
}
