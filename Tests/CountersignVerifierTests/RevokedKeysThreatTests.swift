import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import FoundationEssentials
import Scenarios
import Testing

@Suite("Keys revoked by .countersign/revoked_keys")
struct RevokedKeysThreatTests {
    private static func scenario(revoked: String) async throws -> Scenario {
        let cast = try await Cast.assembled()
        return try await Scenario.adopting(signers: Scenario.signers(cast.known), files: ["revoked_keys": revoked])
    }

    @Test("a listed key approves nothing and proves no author, the others do")
    func listed() async throws {
        let cast = try await Cast.assembled()
        let scenario = try await Self.scenario(revoked: "# stolen\n\(cast.bob.key.publicText)\n")
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: cast.bob, on: commit)
        try await scenario.expect(commit, .missing, .keyRevoked)
        try await scenario.decide(by: cast.alice, on: commit)
        try await scenario.expect(commit, .approved, .keyRevoked)
        let own = try await scenario.commit(
            "Change\n\n\(Scenario.marker)", by: cast.bob, files: ["own": "1"], signed: true)
        #expect(try await scenario.judge(own).verdict == .missing)
    }

    @Test("a KRL revokes, and one that can't be read lets nothing pass")
    func binary() async throws {
        let cast = try await Cast.assembled()
        let scenario = try await Scenario(policy: nil)
        try scenario.repository.write(".countersign/policy", Scenario.standardPolicy)
        try scenario.repository.write(".countersign/allowed_signers", Scenario.signers(cast.known))
        let list = scenario.repository.path + "/.countersign/revoked_keys"
        try await TestKey.makeRevocationList([cast.bob.key], at: list)
        try await scenario.adopt()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: cast.bob, on: commit)
        try await scenario.expect(commit, .missing, .keyRevoked)
        let bytes = try Data(contentsOf: URL(filePath: list))
        try bytes.dropLast().write(to: URL(filePath: list))
        try await scenario.adopt()
        let next = try await scenario.flaggedCommit("next")
        await #expect(throws: PolicyUnreadable.self) { try await scenario.judge(next) }
    }

    @Test("a change of revoked_keys is a change of policy, and its owner does not give a key back to himself")
    func changes() async throws {
        let cast = try await Cast.assembled()
        let stolen = try await TestKey.make()
        let scenario = try await Scenario.adopting(
            signers: Scenario.signers(cast.known) + "\(cast.bob.email) \(stolen.publicText)\n",
            files: ["revoked_keys": "\(stolen.publicText)\n"])
        let commit = try await scenario.commit(
            "Policy", by: cast.carol,
            files: [".countersign/policy": Scenario.policy(serial: 2), ".countersign/revoked_keys": ""], signed: true)
        #expect(try await scenario.judge(commit).verdict == .unapprovedPolicyChange)
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(scenario.root), to: try await scenario.policyTree(commit))
        try await scenario.record(
            try await scenario.statement(by: cast.bob, about: [commit], policyChange: pair), key: cast.bob.key)
        #expect(try await scenario.judge(commit).verdict == .unapprovedPolicyChange)
        try await scenario.record(
            try await scenario.statement(by: cast.alice, about: [commit], policyChange: pair), key: cast.alice.key)
        #expect(try await scenario.judge(commit).verdict == .approved)
        let next = try await scenario.flaggedCommit("next")
        try await scenario.record(try await scenario.statement(by: cast.bob, about: [next]), key: stolen)
        try await scenario.expect(from: commit, to: next, .approved)
    }
}
