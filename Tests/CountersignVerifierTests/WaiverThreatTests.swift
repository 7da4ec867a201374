import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

@Suite("Waivers")
struct WaiverThreatTests {
    static let policy = Scenario.policy("[waiver]\n\tlevel = principal\n\tmax = 72h\n")
    private static let hour: Int64 = 3600

    /// A commit, and what waives it.
    struct Case {
        let scenario: Scenario
        let commit: ObjectID

        init(policy: String = WaiverThreatTests.policy) async throws {
            scenario = try await Scenario(policy: policy)
            commit = try await scenario.flaggedCommit()
        }

        /// A waiver that is signed and ends so many hours after the day of the scenario.
        @discardableResult
        func waive(_ hours: ClosedRange<Int64>, by person: Cast.Member? = nil, key: TestKey? = nil) async throws
            -> Digest256
        {
            let person = person ?? scenario.cast.carol
            let statement = try await scenario.statement(
                .waive, by: person, about: [commit],
                signedAt: Scenario.day.adding(seconds: hours.lowerBound * hour),
                expires: Scenario.day.adding(seconds: hours.upperBound * hour), comment: "outage")
            return try await scenario.record(statement, key: key ?? person.key)
        }
    }

    // "Now" is 24 hours after the day.
    @Test("a waiver lets a commit pass until it runs out, and no longer than the policy's time")
    func span() async throws {
        let held = try await Case()
        try await held.waive(0...72)
        try await held.scenario.expect(held.commit, .waived)
        try await held.scenario.expect(
            held.commit, .waived, now: Scenario.day.adding(seconds: 72 * Self.hour - 1))
        try await held.scenario.expect(
            held.commit, .missing, .revoked, now: Scenario.day.adding(seconds: 72 * Self.hour))
    }

    @Test("a waiver that is too long holds not even at first")
    func tooLong() async throws {
        let held = try await Case()
        try await held.waive(0...73)
        try await held.scenario.expect(held.commit, .missing, .belowLevel)
    }

    @Test("a waiver by somebody below the level starts no clock, not even one that was taken back")
    func belowLevelStartsNoClock() async throws {
        let held = try await Case()
        let early = try await held.waive(-100 ... -90, by: held.scenario.cast.alice)
        try await held.scenario.revoke(early, by: held.scenario.cast.alice, on: held.commit)
        try await held.waive(0...72)
        try await held.scenario.expect(held.commit, .waived, .revoked)
    }

    @Test("a waiver that ran out holds no more")
    func ranOut() async throws {
        let held = try await Case()
        try await held.waive(0...24)
        try await held.scenario.expect(held.commit, .missing, .revoked)
    }

    @Test("only a person of the waiver's level waives")
    func level() async throws {
        let held = try await Case()
        for person in [held.scenario.cast.alice, held.scenario.cast.june] { try await held.waive(0...48, by: person) }
        try await held.scenario.expect(held.commit, .missing, .belowLevel, .belowLevel)
        try await held.waive(0...48)
        try await held.scenario.expect(held.commit, .waived, .belowLevel, .belowLevel)
    }

    @Test("without a waiver section nobody waives")
    func noSection() async throws {
        let held = try await Case(policy: Scenario.standardPolicy)
        try await held.waive(0...48)
        try await held.scenario.expect(held.commit, .missing, .belowLevel)
    }

    @Test("waivers are not chained past the time from the first, not even when the first was taken back")
    func chained() async throws {
        let held = try await Case()
        let first = try await held.waive(0...12)
        try await held.waive(20...80)
        try await held.scenario.expect(held.commit, .missing, .revoked, .belowLevel)
        try await held.scenario.revoke(first, by: held.scenario.cast.carol, on: held.commit)
        try await held.scenario.expect(held.commit, .missing, .revoked, .belowLevel)
        try await held.waive(20...72)
        try await held.scenario.expect(held.commit, .waived, .revoked, .belowLevel)
    }

    @Test("a forged waiver, or one by the wrong level, starts no clock")
    func forgedFirst() async throws {
        let held = try await Case()
        try await held.waive(-500...(-480), key: held.scenario.cast.mallory.key)
        try await held.waive(-500...(-480), by: held.scenario.cast.alice)
        try await held.waive(0...48)
        try await held.scenario.expect(held.commit, .waived, .unknownKey, .belowLevel)
    }

    @Test("a revoked waiver holds no more")
    func revoked() async throws {
        let held = try await Case()
        let digest = try await held.waive(0...48)
        try await held.scenario.expect(held.commit, .waived)
        try await held.scenario.revoke(digest, by: held.scenario.cast.carol, on: held.commit)
        try await held.scenario.expect(held.commit, .missing, .revoked)
    }

    @Test("the author waives nothing of her own, nor does a co-author")
    func author() async throws {
        let scenario = try await Scenario(policy: Self.policy)
        let carol = scenario.cast.carol
        let own = try await scenario.commit("Own\n\n\(Scenario.marker)", by: carol, files: ["a": "1"])
        let shared = try await scenario.commit(
            "Shared\n\n\(Scenario.marker)\nCo-authored-by: Carol <\(carol.email)>", by: scenario.cast.june,
            files: ["b": "1"])
        for commit in [own, shared] {
            let statement = try await scenario.statement(
                .waive, by: carol, about: [commit], expires: Scenario.now.adding(seconds: 60), comment: "outage")
            try await scenario.record(statement, key: carol.key)
        }
        try await scenario.expect(own, .missing, .selfApproval)
        try await scenario.expect(shared, .missing, .coAuthor)
    }

    @Test("a waiver stands in for approvals only: not against a rejection, and not for a copy of the commit")
    func limits() async throws {
        let held = try await Case()
        try await held.waive(0...48)
        try await held.scenario.branch("copy", at: held.scenario.root)
        let copy = try await held.scenario.flaggedCommit()
        #expect(copy == held.commit)
        let amended = try await held.scenario.after(
            "commit", "-q", "--amend", "-m", "Again\n\n\(Scenario.marker)", by: held.scenario.cast.june)
        try await held.scenario.expect(amended, .missing, .belowLevel)
        try await held.scenario.decide(.reject, by: held.scenario.cast.alice, on: held.commit)
        try await held.scenario.expect(held.commit, .rejected)
    }

    @Test("a waiver without an end or without a reason is unreadable", arguments: ["expires", "comment"])
    func incomplete(_ field: String) async throws {
        let held = try await Case()
        let carol = held.scenario.cast.carol
        let whole = try await held.scenario.statement(
            .waive, by: carol, about: [held.commit], expires: Scenario.now.adding(seconds: 60), comment: "outage")
        let text = String(decoding: whole.payload(), as: UTF8.self).replacing("\"\(field)\":", with: "\"x\(field)\":")
        try await held.scenario.record(try await carol.key.line(payload: Array(text.utf8)), on: held.commit)
        try await held.scenario.expect(held.commit, .missing, .unreadable)
        try await held.scenario.record(whole, key: carol.key)
        try await held.scenario.expect(held.commit, .waived, .unreadable)
    }
}
