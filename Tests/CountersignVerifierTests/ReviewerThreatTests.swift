import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

@Suite("Who may approve")
struct ReviewerThreatTests {
    @Test("nobody below trusted approves", arguments: [\Cast.june, \Cast.mike])
    func belowTrusted(_ reviewer: any KeyPath<Cast, Cast.Member> & Sendable) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.commit("Tune\n\n\(Scenario.marker)", by: scenario.cast.mallory)
        try await scenario.decide(by: scenario.cast[keyPath: reviewer], on: commit)
        try await scenario.expect(commit, .missing, .belowLevel)
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .approved, .belowLevel)
    }

    @Test("a stranger approves neither as himself nor as a senior")
    func stranger() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.mallory, on: commit)
        let claimed = try await scenario.statement(by: scenario.cast.alice, about: [commit])
        try await scenario.record(claimed, key: scenario.cast.mallory.key)
        try await scenario.expect(commit, .missing, .unknownKey, .unknownKey)
    }

    @Test("a senior under another's name approves nothing")
    func otherName() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let statement = try await scenario.statement(by: scenario.cast.bob, about: [commit])
        try await scenario.record(statement, key: scenario.cast.alice.key)
        try await scenario.expect(commit, .missing, .keyNotThisPerson)
        try await scenario.record(statement, key: scenario.cast.bob.key)
        try await scenario.expect(commit, .approved)
    }

    @Test(
        "the reviewer is named by the primary address, in its one spelling",
        arguments: ["ALICE@example.com", "a@old.example"])
    func reviewerSpelling(_ name: String) async throws {
        let scenario = try await Scenario(policy: try await Self.policyWithSecondAddress())
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let named = Statement(
            subjects: [commit], decision: .approve, reviewer: name, signedAt: Scenario.day,
            repository: "example/shop", changes: try await scenario.statement(by: alice, about: [commit]).changes)
        try await scenario.record(named, key: alice.key)
        try await scenario.expect(commit, .missing, .keyNotThisPerson)
        try await scenario.decide(by: alice, on: commit)
        try await scenario.expect(commit, .approved, .keyNotThisPerson)
    }

    static func policyWithSecondAddress() async throws -> String {
        Scenario.standardPolicy.replacing(
            "[person \"alice@example.com\"]\n", with: "[person \"alice@example.com\"]\n\temail = a@old.example\n")
    }

    @Test(
        "the author does not approve, under any of her addresses",
        arguments: ["alice@example.com", "a@old.example", "Alice@Example.COM"])
    func author(_ email: String) async throws {
        let scenario = try await Scenario(policy: try await Self.policyWithSecondAddress())
        let commit = try await scenario.commit(
            "Tune\n\n\(Scenario.marker)", by: scenario.cast.alice, email: email, files: ["a": "1\n"])
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .missing, .selfApproval)
        try await scenario.decide(by: scenario.cast.bob, on: commit)
        try await scenario.expect(commit, .approved, .selfApproval)
    }

    @Test(
        "a co-author does not approve, however the trailer is written",
        arguments: [
            "Co-authored-by: Alice <alice@example.com>", "co-AUTHORED-by:Alice <ALICE@example.com>",
            "Co-authored-by: Alice <a@old.example>", "Co-developed-by: Alice <alice@example.com>",
            "Co-authored-by: Alice\n <alice@example.com>",
            "Co-authored-by: Alice <alice@example.com>, June <june@example.com>", "Co-authored-by: alice@example.com",
            "Co-authored-by: Alice <alice@example.com>\n\nSigned-off-by: June <june@example.com>",
        ])
    func coAuthor(_ trailer: String) async throws {
        let scenario = try await Scenario(policy: try await Self.policyWithSecondAddress())
        let commit = try await scenario.commit(
            "Tune\n\n\(Scenario.marker)\n\(trailer)", by: scenario.cast.june, files: ["a": "1\n"])
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .missing, .coAuthor)
        try await scenario.decide(by: scenario.cast.bob, on: commit)
        try await scenario.expect(commit, .approved, .coAuthor)
    }

    @Test("two statements by one person are not two persons")
    func countOfTwo() async throws {
        let scenario = try await Scenario(policy: Scenario.policy("[approval]\n\tcount = 2\n"))
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        try await scenario.decide(by: alice, on: commit)
        let again = try await scenario.statement(by: alice, about: [commit], comment: "again")
        try await scenario.record(again, key: alice.key)
        try await scenario.expect(commit, .insufficient)
        try await scenario.decide(by: scenario.cast.bob, on: commit)
        try await scenario.expect(commit, .approved)
    }

    @Test("two keys of one person are not two persons")
    func twoKeysOfOne() async throws {
        let cast = try await Cast.assembled()
        let second = try await TestKey.make()
        let scenario = try await Scenario.adopting(
            policy: Scenario.policy("[approval]\n\tcount = 2\n"),
            signers: Scenario.signers(cast.known) + "\(cast.alice.email) \(second.publicText)\n")
        let commit = try await scenario.flaggedCommit()
        let again = try await scenario.statement(by: cast.alice, about: [commit], comment: "again")
        try await scenario.decide(by: cast.alice, on: commit)
        try await scenario.record(again, key: second)
        try await scenario.record(
            try await second.line(try await scenario.statement(by: cast.alice, about: [commit])), on: commit)
        try await scenario.expect(commit, .insufficient)
        try await scenario.decide(by: cast.carol, on: commit)
        try await scenario.expect(commit, .approved)
    }

    @Test("a rule's level binds: a senior does not stand in for a principal")
    func ruleLevel() async throws {
        let rule = "[rule \"infra\"]\n\tpath = infra/**\n\tlevel = principal\n"
        let scenario = try await Scenario(policy: Scenario.policy(rule))
        let commit = try await scenario.flaggedCommit("infra/main.tf")
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .missing, .belowLevel)
        try await scenario.decide(by: scenario.cast.carol, on: commit)
        try await scenario.expect(commit, .approved, .belowLevel)
    }
}
