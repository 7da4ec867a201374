import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

@Suite("What an approval was given for")
struct CopyThreatTests {
    @Test("an approval copied to another commit says nothing of it")
    func otherCommit() async throws {
        let scenario = try await Scenario()
        let approved = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: approved)
        let commit = try await scenario.flaggedCommit("other.conf", "attempts = 9\n")
        try await scenario.hang(
            try await scenario.statement(by: scenario.cast.alice, about: [approved]), by: scenario.cast.alice,
            on: commit)
        try await scenario.expect(commit, .missing, .otherCommit)
        try await scenario.expect(approved, .approved)
    }

    @Test("an approval counts for what it signs, wherever it hangs")
    func elsewhere() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.hang(
            try await scenario.statement(by: scenario.cast.alice, about: [commit]), by: scenario.cast.alice,
            on: scenario.root)
        try await scenario.expect(commit, .approved)
    }

    @Test(
        "an approval of another repository is refused, however alike the name",
        arguments: ["example/other", "Example/shop", "example/shop ", "example/ѕhop", "shop"])
    func otherRepository(_ name: String) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let copied = try await scenario.statement(by: scenario.cast.alice, about: [commit], repository: name)
        try await scenario.record(copied, key: scenario.cast.alice.key)
        try await scenario.expect(commit, .missing, .otherRepository)
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .approved, .otherRepository)
    }

    @Test(
        "under scope = branch an approval for another branch is refused",
        arguments: ["refs/heads/release", "main", "refs/heads/Main", nil])
    func otherBranch(_ target: String?) async throws {
        let scenario = try await Scenario(policy: Scenario.policy("[approval]\n\tscope = branch\n"))
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let other = try await scenario.statement(by: alice, about: [commit], target: target)
        try await scenario.record(other, key: alice.key)
        try await scenario.expect(commit, .missing, .otherTarget)
        let own = try await scenario.statement(by: alice, about: [commit], target: "refs/heads/main")
        try await scenario.record(own, key: alice.key)
        try await scenario.expect(commit, .approved, .otherTarget)
        let nameless = try await scenario.verify(scenario.root, commit, target: nil)
        #expect(nameless.judgements.last?.verdict == .missing)
    }

    @Test("without scope = branch the branch does not matter")
    func anyBranch() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let other = try await scenario.statement(by: alice, about: [commit], target: "refs/heads/release")
        try await scenario.record(other, key: alice.key)
        try await scenario.expect(commit, .approved)
    }

    /// How a statement can lie about what the commits that it names change.
    enum Lie: CaseIterable {
        case otherDigest, noDigest, digestOfEmpty, lieAboutSecondSubject, otherRangeDigest, noRangeDigest
    }

    @Test("a statement that lies about a change is refused whole", arguments: Lie.allCases)
    func lyingDigest(_ lie: Lie) async throws {
        let scenario = try await Scenario()
        let empty = try await scenario.commit("Nothing", by: scenario.cast.june)
        let other = try await scenario.flaggedCommit("other.conf")
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let honest = try await scenario.statement(by: alice, about: [commit, empty])
        let foreign = try await scenario.statement(by: alice, about: [other]).changes[other]
        let ranged = try await scenario.statement(by: alice, about: [], range: (other, commit)).range
        func lying(_ changes: [ObjectID: Digest256], _ range: Statement.CommitRange? = nil) -> Statement {
            Statement(
                subjects: [commit, empty], decision: .approve, reviewer: alice.email, signedAt: Scenario.day,
                repository: "example/shop", changes: changes, range: range)
        }
        let statement =
            switch lie {
            case .otherDigest: lying([commit: try #require(foreign)])
            case .noDigest: lying([:])
            case .digestOfEmpty: lying([commit: Digest256(hashing: [])])
            case .lieAboutSecondSubject: lying(honest.changes.merging([empty: try #require(foreign)]) { $1 })
            case .otherRangeDigest: lying(honest.changes, .init(base: other, head: commit, change: foreign))
            case .noRangeDigest: lying(honest.changes, .init(base: other, head: commit, change: nil))
            }
        try await scenario.hang(statement, by: alice, on: commit)
        try await scenario.expect(commit, .missing, .badChange)
        try await scenario.hang(lying(honest.changes, ranged), by: alice, on: commit)
        try await scenario.expect(commit, .approved, .badChange)
    }
}
