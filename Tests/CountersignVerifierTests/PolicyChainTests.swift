import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("The branch that holds the policy")
struct PolicyChainTests {
    /// The standard policy without bob, one serial on.
    private static let departure = Scenario.policy(serial: 2).replacing(
        "name = bob\n\tlevel = senior", with: "name = bob\n\tlevel = junior")

    /// Changes the policy so that bob is no longer trusted, as carol approves.
    private static func depart(_ scenario: Scenario, by author: Cast.Member) async throws -> ObjectID {
        let change = try await scenario.commit(
            "Bob moves on", by: author, files: [".countersign/policy": departure], signed: true)
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(scenario.root), to: try await scenario.policyTree(change))
        let carol = scenario.cast.carol
        try await scenario.record(
            try await scenario.statement(by: carol, about: [change], policyChange: pair), key: carol.key)
        return change
    }

    private static func verdicts(
        _ scenario: Scenario, _ base: ObjectID, _ head: ObjectID, holder: ObjectID?
    ) async throws -> [Verdict] {
        try await scenario.verify(base, head, holder: holder).judgements.map(\.verdict)
    }

    @Test("another branch is judged by the policy in force at the newest commit of that branch which its base contains")
    func releaseBranch() async throws {
        let scenario = try await Scenario()
        let (alice, june) = (scenario.cast.alice, scenario.cast.june)
        let main = try await Self.depart(scenario, by: alice)
        try await scenario.branch("release", at: scenario.root)
        let before = try await scenario.flaggedCommit("a")
        try await scenario.decide(by: scenario.cast.bob, on: before)
        #expect(try await Self.verdicts(scenario, scenario.root, before, holder: main) == [.approved])
        try await scenario.git(["merge", "-q", "--no-edit", "main"], by: june)
        let merged = try await scenario.id("HEAD")
        let after = try await scenario.flaggedCommit("b")
        try await scenario.decide(by: scenario.cast.bob, on: after)
        #expect(try await Self.verdicts(scenario, merged, after, holder: main) == [.missing])
    }

    @Test("a change of policy on another branch has no effect there until the branch that holds the policy has it")
    func changedElsewhere() async throws {
        let scenario = try await Scenario()
        try await scenario.branch("release", at: scenario.root)
        let change = try await Self.depart(scenario, by: scenario.cast.alice)
        let work = try await scenario.flaggedCommit("a")
        try await scenario.decide(by: scenario.cast.bob, on: work)
        #expect(try await Self.verdicts(scenario, change, work, holder: scenario.root) == [.approved])
        #expect(try await Self.verdicts(scenario, change, work, holder: nil) == [.missing])
        #expect(try await Self.verdicts(scenario, change, work, holder: change) == [.missing])
    }

    @Test("a branch whose own line lost the root is judged from the root by the branch that holds the policy")
    func foxtrotRelease() async throws {
        let scenario = try await Scenario(policy: nil)
        let june = scenario.cast.june
        try await scenario.commit("Before", by: june, files: ["old": "1"])
        try await scenario.branch("release", at: try await scenario.id("HEAD"))
        try await scenario.commit("Release", by: june, files: ["release": "1"])
        try await scenario.git(["switch", "-q", "main"], by: june)
        try scenario.repository.write(".countersign/policy", Scenario.standardPolicy)
        try scenario.repository.write(".countersign/allowed_signers", Scenario.signers(scenario.cast.known))
        try await scenario.adopt()
        try await scenario.git(["switch", "-q", "release"], by: june)
        try await scenario.git(["merge", "-q", "--no-edit", "main"], by: june)
        let base = try await scenario.id("HEAD")
        let work = try await scenario.flaggedCommit("a")
        #expect(try await Self.verdicts(scenario, base, work, holder: scenario.root) == [.missing])
        await #expect(throws: VerifierError.rootNotOnFirstParents(root: scenario.root, tip: base)) {
            try await scenario.verify(base, work)
        }
        await #expect(throws: VerifierError.self) { try await scenario.verify(base, work, holder: work) }
    }
}
