import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("What an approval that was used before may still let through")
struct LandingThreatTests {
    /// Takes a file out again.
    private func remove(_ file: String, in scenario: Scenario, by author: Cast.Member) async throws -> ObjectID {
        try await scenario.repository.git("rm", "-q", file)
        return try await scenario.commit("Remove", by: author, signed: true)
    }

    @Test("where the earlier commit needed no approval, one that was given for the copy counts")
    func exemptBefore() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        try await scenario.commit("Work\n\n\(Scenario.marker)", by: cast.bob, files: ["x": "1"], signed: true)
        let removed = try await remove("x", in: scenario, by: cast.bob)
        let again = try await scenario.commit("Again\n\n\(Scenario.marker)", by: cast.june, files: ["x": "1"])
        try await scenario.decide(by: cast.alice, on: again)
        try await scenario.expect(from: removed, to: again, .approved)
    }

    @Test("a promotion of the author since then does not give an old approval back")
    func promotedSince() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let first = try await scenario.commit(
            "Work\n\n\(Scenario.marker)", by: cast.june, files: ["x": "1"], signed: true)
        try await scenario.decide(by: cast.alice, on: first)
        _ = try await remove("x", in: scenario, by: cast.bob)
        let promotion = Scenario.policy(serial: 2).replacing(
            "name = june\n\tlevel = junior", with: "name = june\n\tlevel = senior")
        let change = try await scenario.commit(
            "Promote", by: cast.alice, files: [".countersign/policy": promotion], signed: true)
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(scenario.root), to: try await scenario.policyTree(change))
        try await scenario.record(
            try await scenario.statement(by: cast.bob, about: [change], policyChange: pair), key: cast.bob.key)
        let copy = try await scenario.commit("Copy\n\n\(Scenario.marker)", by: cast.mallory, files: ["x": "1"])
        try await scenario.expect(from: change, to: copy, .missing, .alreadyLanded)
    }

    @Test("an approval of a range is not used up by a commit of that range that makes the whole range's change")
    func ownCommitOfTheRange() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        try await scenario.flaggedCommit("x", "1\n")
        try await scenario.flaggedCommit("y", "1\n")
        try await scenario.repository.git("rm", "-q", "y")
        let last = try await scenario.commit("Back\n\n\(Scenario.marker)", by: cast.june)
        let range = try await scenario.statement(by: cast.alice, about: [last], range: (scenario.root, last))
        try await scenario.record(range, key: cast.alice.key)
        #expect(
            try await scenario.verify(scenario.root, last).judgements.map(\.verdict) == [
                .approved, .approved, .approved,
            ])
    }

    @Test("an approval of a change of policy is carried to no other commit")
    func policyChange() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let next = Scenario.policy(serial: 2, "[approval]\n\tcount = 1\n")
        let files = [".countersign/policy": next, "x": "1"]
        let change = try await scenario.commit("Change", by: cast.alice, files: files, signed: true)
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(scenario.root), to: try await scenario.policyTree(change))
        try await scenario.record(
            try await scenario.statement(by: cast.bob, about: [change], policyChange: pair), key: cast.bob.key)
        try await scenario.expect(change, .approved)
        try await scenario.branch("copy", at: scenario.root)
        let copy = try await scenario.commit("Change\n\n\(Scenario.marker)", by: cast.june, files: files, signed: true)
        try await scenario.expect(copy, .missing)
    }

    @Test("an approval of several commits with one change is carried only if the reviewer wrote none of them")
    func severalOrigins() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        var origins: [ObjectID] = []
        for author in [cast.june, cast.alice] {
            try await scenario.branch(author.email, at: scenario.root)
            origins.append(try await scenario.commit("Work\n\n\(Scenario.marker)", by: author, files: ["x": "1"]))
        }
        try await scenario.branch("copy", at: scenario.root)
        let copy = try await scenario.commit("Copy\n\n\(Scenario.marker)", by: cast.june, files: ["x": "1"])
        for subjects in [origins, origins.reversed()] {
            try await scenario.record(
                try await scenario.statement(by: cast.alice, about: subjects), key: cast.alice.key)
        }
        try await scenario.expect(copy, .missing, .selfApproval, .selfApproval)
        try await scenario.record(try await scenario.statement(by: cast.bob, about: origins), key: cast.bob.key)
        try await scenario.expect(copy, .carried, .selfApproval, .selfApproval)
    }
}
