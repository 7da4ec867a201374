import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

@Suite("Approvals of ranges")
struct RangeThreatTests {
    /// A range of two flagged commits on a branch `topic`, approved as one.
    private static func approvedRange(
        _ scenario: Scenario, first: Cast.Member? = nil
    ) async throws -> (first: ObjectID, head: ObjectID) {
        try await scenario.branch("topic", at: scenario.root)
        let one = try await scenario.commit(
            "One\n\n\(Scenario.marker)", by: first ?? scenario.cast.june, files: ["a": "1\n"])
        let head = try await scenario.flaggedCommit("b", "1\n")
        let statement = try await scenario.statement(
            by: scenario.cast.alice, about: [], range: (scenario.root, head))
        try await scenario.hang(statement, by: scenario.cast.alice, on: head)
        return (one, head)
    }

    /// The branch squashed onto `main` by the junior.
    private static func squash(_ scenario: Scenario, onto main: ObjectID) async throws -> ObjectID {
        try await scenario.branch("squash-\(main.abbreviated)", at: main)
        try await scenario.git(["merge", "-q", "--squash", "topic"], by: scenario.cast.june)
        return try await scenario.commit("Squash\n\n\(Scenario.marker)", by: scenario.cast.june)
    }

    @Test("a range covers its commits and is not stretched past its head or its base")
    func stretched() async throws {
        let scenario = try await Scenario()
        let before = try await scenario.flaggedCommit("before")
        let first = try await scenario.flaggedCommit("a")
        let head = try await scenario.flaggedCommit("b")
        let after = try await scenario.flaggedCommit("c")
        let statement = try await scenario.statement(by: scenario.cast.alice, about: [], range: (before, head))
        try await scenario.hang(statement, by: scenario.cast.alice, on: after)
        try await scenario.expect(first, .approved)
        try await scenario.expect(head, .approved)
        try await scenario.expect(before, .missing)
        try await scenario.expect(after, .missing, .otherCommit)
    }

    @Test("a range by somebody below the level covers nothing, and its head says why")
    func belowLevel() async throws {
        let scenario = try await Scenario()
        let first = try await scenario.flaggedCommit("a")
        let head = try await scenario.flaggedCommit("b")
        let statement = try await scenario.statement(by: scenario.cast.mallory, about: [], range: (scenario.root, head))
        try await scenario.hang(statement, by: scenario.cast.mallory, on: head)
        let junior = try await scenario.statement(by: scenario.cast.june, about: [], range: (scenario.root, head))
        try await scenario.hang(junior, by: scenario.cast.june, on: head)
        try await scenario.expect(first, .missing)
        try await scenario.expect(head, .missing, .unknownKey, .belowLevel)
    }

    @Test("a range whose ends are not what was signed is refused")
    func lyingRange() async throws {
        let scenario = try await Scenario()
        let first = try await scenario.flaggedCommit("a")
        let head = try await scenario.flaggedCommit("b")
        let alice = scenario.cast.alice
        let short = try await scenario.statement(by: alice, about: [], range: (first, head)).range?.change
        let statement = Statement(
            subjects: [], decision: .approve, reviewer: alice.email, signedAt: Scenario.day,
            repository: "example/shop", range: .init(base: scenario.root, head: head, change: short))
        try await scenario.hang(statement, by: alice, on: head)
        try await scenario.expect(head, .missing, .badChange)
        try await scenario.expect(first, .missing, .badChange)
    }

    @Test("a forged range covers nothing")
    func forgedRange() async throws {
        let scenario = try await Scenario()
        let first = try await scenario.flaggedCommit("a")
        let head = try await scenario.flaggedCommit("b")
        let statement = try await scenario.statement(by: scenario.cast.alice, about: [], range: (scenario.root, head))
        try await scenario.hang(statement, by: scenario.cast.mallory, on: head)
        try await scenario.expect(head, .missing, .unknownKey)
        try await scenario.expect(first, .missing)
        try await scenario.hang(statement, by: scenario.cast.alice, on: head)
        try await scenario.expect(first, .approved)
    }

    @Test("within a range nobody approves her own commit")
    func ownCommitInRange() async throws {
        let scenario = try await Scenario()
        let range = try await Self.approvedRange(scenario, first: scenario.cast.alice)
        try await scenario.expect(range.first, .missing, .selfApproval)
        try await scenario.expect(range.head, .approved)
    }

    @Test("a range approval carries to its squash, but not if the reviewer wrote a part of it")
    func squashOfOwnWork() async throws {
        let honest = try await Scenario()
        _ = try await Self.approvedRange(honest)
        try await honest.expect(try await Self.squash(honest, onto: honest.root), .carried)
        let own = try await Scenario()
        _ = try await Self.approvedRange(own, first: own.cast.alice)
        try await own.expect(try await Self.squash(own, onto: own.root), .missing, .selfApproval)
    }

    @Test("an approved range goes on covering its commits when its last one is left out or amended")
    func shortened() async throws {
        let scenario = try await Scenario()
        let range = try await Self.approvedRange(scenario)
        try await scenario.expect(range.first, .approved)
        let amended = try await scenario.after(
            "commit", "-q", "--amend", "-m", "Else\n\n\(Scenario.marker)", by: scenario.cast.june)
        let more = try await scenario.flaggedCommit("c")
        let judgements = try await scenario.verify(scenario.root, more).judgements
        #expect(judgements.map(\.id) == [range.first, amended, more])
        #expect(judgements.map(\.verdict) == [.approved, .missing, .missing])
    }

    @Test("an approved range that landed and was reverted does not land again as a squash", arguments: [true, false])
    func squashAfterRevert(isMerged: Bool) async throws {
        let scenario = try await Scenario()
        let range = try await Self.approvedRange(scenario)
        let june = scenario.cast.june
        try await scenario.git(["switch", "-q", "main"], by: june)
        if isMerged {
            try await scenario.git(["merge", "-q", "--no-ff", "-m", "Merge", "topic"], by: june)
            try await scenario.git(["revert", "--no-edit", "-m", "1", "HEAD"], by: june)
        } else {
            try await scenario.git(["merge", "-q", "--ff-only", "topic"], by: june)
            try await scenario.git(["revert", "--no-edit", range.head.hex, range.first.hex], by: june)
        }
        let main = try await scenario.id("HEAD")
        try await scenario.git(["checkout", "-q", "topic", "--", "a", "b"], by: june)
        let again = try await scenario.commit("Once more\n\n\(Scenario.marker)", by: june)
        try await scenario.expect(from: main, to: again, .missing, .alreadyLanded)
        try await scenario.decide(by: scenario.cast.bob, on: again)
        #expect(try await scenario.verify(main, again).judgements.last?.verdict == .approved)
    }
}
