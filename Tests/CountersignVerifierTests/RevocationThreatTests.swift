import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

@Suite("Taking approvals back, and rejecting")
struct RevocationThreatTests {
    @Test("a revoked approval counts no more, wherever the revocation hangs", arguments: [true, false])
    func revoked(hangsElsewhere: Bool) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let digest = try await scenario.decide(by: alice, on: commit)
        try await scenario.expect(commit, .approved)
        try await scenario.revoke(digest, by: alice, on: hangsElsewhere ? scenario.root : commit)
        try await scenario.expect(commit, .missing, .revoked)
    }

    @Test("nobody takes back another's approval", arguments: [\Cast.bob, \Cast.carol, \Cast.june, \Cast.mallory])
    func revokedByAnother(_ other: any KeyPath<Cast, Cast.Member> & Sendable) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let (alice, other) = (scenario.cast.alice, scenario.cast[keyPath: other])
        let digest = try await scenario.decide(by: alice, on: commit)
        try await scenario.revoke(digest, by: other, on: commit)
        try await scenario.revoke(digest, by: alice, key: other.key, on: commit)
        try await scenario.expect(commit, .approved)
    }

    @Test("only a revoke revokes: another decision that names the statement does not")
    func approveThatRevokes() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let digest = try await scenario.decide(by: alice, on: commit)
        let odd = try await scenario.statement(.authored, by: alice, about: [scenario.root], revokes: digest)
        try await scenario.record(odd, key: alice.key)
        try await scenario.expect(commit, .approved)
    }

    @Test("a revocation is final, and a new approval counts")
    func revocationIsFinal() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let digest = try await scenario.decide(by: alice, on: commit)
        let revocation = try await scenario.statement(.revoke, by: alice, about: [], revokes: digest)
        try await scenario.hang(revocation, by: alice, on: commit)
        try await scenario.revoke(Digest256(hashing: revocation.payload()), by: alice, on: commit)
        try await scenario.expect(commit, .missing, .revoked)
        let again = try await scenario.statement(by: alice, about: [commit], comment: "looked again")
        try await scenario.record(again, key: alice.key)
        try await scenario.expect(commit, .approved, .revoked)
    }

    @Test("a statement under [revoked] is void")
    func revokedByPolicy() async throws {
        let honest = try await Scenario()
        let commit = try await honest.flaggedCommit()
        let digest = try await honest.decide(by: honest.cast.alice, on: commit)
        try await honest.expect(commit, .approved)
        let void = try await Scenario(policy: Scenario.policy("[revoked]\n\tstatement = \(digest.text)\n"))
        let line = try await honest.cast.alice.key.line(
            try await honest.statement(by: honest.cast.alice, about: [commit]))
        let other = try await void.flaggedCommit()
        try await void.record(line, on: other)
        try await void.expect(other, .missing, .revoked)
    }

    @Test(
        "a rejection outweighs any approval, wherever it hangs, until its signer takes it back",
        arguments: [true, false])
    func rejected(hangsElsewhere: Bool) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let (alice, bob) = (scenario.cast.alice, scenario.cast.bob)
        try await scenario.decide(by: alice, on: commit)
        try await scenario.decide(by: scenario.cast.carol, on: commit)
        let reject = try await scenario.statement(.reject, by: bob, about: [commit])
        let digest = try await scenario.hang(reject, by: bob, on: hangsElsewhere ? scenario.root : commit)
        try await scenario.expect(commit, .rejected)
        try await scenario.revoke(digest, by: alice, on: commit)
        try await scenario.expect(commit, .rejected)
        try await scenario.revoke(digest, by: bob, on: commit)
        try await scenario.expect(commit, .approved, .revoked)
    }

    @Test("one person's approval and rejection together: the rejection stands, whichever came first")
    func bothByOne() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let first = try await scenario.statement(.reject, by: alice, about: [commit], signedAt: Scenario.day)
        let later = try await scenario.statement(
            by: alice, about: [commit], signedAt: Scenario.day.adding(seconds: 3600))
        try await scenario.record(first, key: alice.key)
        try await scenario.record(later, key: alice.key)
        try await scenario.expect(commit, .rejected)
    }

    @Test("nobody below trusted holds a commit up", arguments: [\Cast.june, \Cast.mike])
    func rejectedByJunior(_ reviewer: any KeyPath<Cast, Cast.Member> & Sendable) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.decide(.reject, by: scenario.cast[keyPath: reviewer], on: commit)
        try await scenario.expect(commit, .approved, .belowLevel)
    }

    @Test("a rejection that nobody signed holds nothing up")
    func forgedRejection() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        let claimed = try await scenario.statement(.reject, by: scenario.cast.bob, about: [commit])
        try await scenario.record(claimed, key: scenario.cast.mallory.key)
        try await scenario.expect(commit, .approved, .unknownKey)
    }

    @Test("a rejection stands even on a commit that needs no approval, and with a digest that lies")
    func rejectedCleanCommit() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.commit("Tidy", by: scenario.cast.june, files: ["a": "1\n"])
        try await scenario.expect(commit, .clean)
        let statement = Statement(
            subjects: [commit], decision: .reject, reviewer: scenario.cast.alice.email, signedAt: Scenario.day,
            repository: "example/shop", changes: [commit: Digest256(hashing: [])])
        try await scenario.record(statement, key: scenario.cast.alice.key)
        try await scenario.expect(commit, .rejected)
    }

    @Test("a rejection hung on a commit that it does not sign holds nothing up there")
    func rejectionOfAnother() async throws {
        let scenario = try await Scenario()
        let other = try await scenario.flaggedCommit("other.conf")
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        let statement = try await scenario.statement(.reject, by: scenario.cast.bob, about: [other])
        try await scenario.hang(statement, by: scenario.cast.bob, on: commit)
        try await scenario.expect(commit, .approved, .otherCommit)
        try await scenario.expect(other, .rejected)
    }

    @Test("a rejected range is rejected in each of its commits, also when its last commit is left out or amended")
    func rejectedRange() async throws {
        let scenario = try await Scenario()
        let first = try await scenario.flaggedCommit("a")
        let second = try await scenario.flaggedCommit("b")
        let (alice, bob) = (scenario.cast.alice, scenario.cast.bob)
        try await scenario.decide(by: alice, on: first)
        try await scenario.expect(first, .approved)
        let statement = try await scenario.statement(.reject, by: bob, about: [], range: (scenario.root, second))
        try await scenario.hang(statement, by: bob, on: second)
        try await scenario.expect(second, .rejected)
        try await scenario.expect(first, .rejected)
        let amended = try await scenario.after("commit", "-q", "--amend", "-m", "New words", by: scenario.cast.june)
        let judgements = try await scenario.verify(scenario.root, amended).judgements
        #expect(judgements.map(\.verdict) == [.rejected, .clean])
    }
}
