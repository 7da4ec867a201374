import Scenarios
import TestRepositories
import Testing

@Suite("What could never count is not signed")
struct RefusedDecisionTests {
    @Test("one's own commit")
    func own() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.commit("Mine\n\n\(Scenario.marker)", by: scenario.cast.alice, files: ["a": "1"])
        let outcome = try await Program(in: scenario, as: scenario.cast.alice).run("approve", "topic")
        try scenario.expectNothingWritten(outcome, 1, "self-approval", hint: "somebody else at level senior")
    }

    @Test("a range with one's own commit in it")
    func ownInRange() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.commit("Mine\n\n\(Scenario.marker)", by: scenario.cast.alice, files: ["a": "1"])
        try await scenario.flaggedCommit()
        let outcome = try await Program(in: scenario, as: scenario.cast.alice).run("approve", "main..topic")
        try scenario.expectNothingWritten(outcome, 1, "self-approval", hint: "somebody else at level senior")
    }

    @Test("a commit that names one as co-author")
    func coAuthor() async throws {
        let scenario = try await Scenario.onTopic()
        let message = "Ours\n\nCo-authored-by: Alice <alice@example.com>\n\(Scenario.marker)"
        try await scenario.commit(message, by: scenario.cast.june, files: ["a": "1"])
        let outcome = try await Program(in: scenario, as: scenario.cast.alice).run("approve", "topic")
        try scenario.expectNothingWritten(outcome, 1, "co-author", hint: "somebody else at level senior")
    }

    @Test("a change of one's own entry, and a policy that can never take effect")
    func policy() async throws {
        let scenario = try await Scenario.onTopic()
        let raised = Scenario.policy(serial: 2).replacing(
            "name = bob\n\tlevel = senior", with: "name = bob\n\tlevel = principal")
        try await scenario.commit(
            "Raise bob", by: scenario.cast.alice, files: [".countersign/policy": raised], signed: true)
        let bob = Program(in: scenario, as: scenario.cast.bob)
        try scenario.expectNothingWritten(
            try await bob.run("approve", "topic"), 1, "it changes your own entry or keys", hint: "somebody else")
        try await scenario.commit(
            "Skip a serial", by: scenario.cast.alice, files: [".countersign/policy": Scenario.policy(serial: 3)],
            signed: true)
        try scenario.expectNothingWritten(
            try await bob.run("approve", "topic"), 1, "can never take effect", hint: "amend the commit")
    }
}
