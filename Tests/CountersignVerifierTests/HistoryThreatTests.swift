import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("THREATS, history")
struct HistoryThreatTests {
    /// A branch with one flagged commit beside a `main` that went on.
    private func diverged(_ scenario: Scenario) async throws -> (main: ObjectID, topic: ObjectID) {
        try await scenario.repository.git("checkout", "-q", "-b", "topic")
        let topic = try await scenario.flaggedCommit()
        try await scenario.repository.git("checkout", "-q", "main")
        let main = try await scenario.commit("Go on", by: scenario.cast.june, files: ["main": "1"])
        return (main, topic)
    }

    @Test("a clean merge of approved work needs nothing, and of unapproved work hides nothing")
    func cleanMerge() async throws {
        let scenario = try await Scenario()
        let (main, topic) = try await diverged(scenario)
        try await scenario.git(["merge", "-q", "--no-ff", "--no-edit", "topic"], by: scenario.cast.june)
        let merge = try await scenario.id("HEAD")
        #expect(try await scenario.verify(main, merge).judgements.map(\.verdict) == [.missing, .clean])
        try await scenario.decide(by: scenario.cast.alice, on: topic)
        #expect(try await scenario.verify(main, merge).judgements.map(\.verdict) == [.approved, .clean])
    }

    @Test("an evil merge that brings in flagged work is flagged itself; one that brings in none is not")
    func evilMerge() async throws {
        let scenario = try await Scenario()
        let (main, topic) = try await diverged(scenario)
        try await scenario.decide(by: scenario.cast.alice, on: topic)
        try await scenario.git(["merge", "-q", "--no-ff", "--no-commit", "topic"], by: scenario.cast.june)
        let merge = try await scenario.commit("Merge", by: scenario.cast.june, files: ["evil": "1"])
        let judgement = try #require(try await scenario.verify(main, merge).judgements.last)
        #expect(judgement.verdict == .missing)
        #expect(judgement.flaggedByMerging == [topic])
        try await scenario.decide(by: scenario.cast.bob, on: merge)
        #expect(try await scenario.verify(main, merge).passes)
    }

    @Test("an evil merge that brings in nothing flagged but another evil merge of flagged work is flagged")
    func nestedEvilMerge() async throws {
        let scenario = try await Scenario()
        let june = scenario.cast.june
        try await scenario.branch("topic", at: scenario.root)
        try await scenario.commit("By hand", by: june, files: ["topic": "1"])
        try await scenario.repository.git("checkout", "-q", "main")
        let flagged = try await scenario.flaggedCommit()
        try await scenario.repository.git("checkout", "-q", "topic")
        try await scenario.git(["merge", "-q", "--no-commit", "main"], by: june)
        let inner = try await scenario.commit("Merge main", by: june, files: ["evil": "1"])
        try await scenario.repository.git("checkout", "-q", "main")
        try await scenario.git(["merge", "-q", "--no-ff", "--no-commit", "topic"], by: june)
        let outer = try await scenario.commit("Merge topic", by: june, files: ["more": "1"])
        let judgements = try await scenario.verify(flagged, outer).judgements
        #expect(judgements.map(\.verdict) == [.clean, .missing, .missing])
        #expect(judgements.last?.flaggedByMerging == [inner])
    }

    @Test("an octopus that brings in flagged work is judged like a commit")
    func octopus() async throws {
        let scenario = try await Scenario()
        let (main, topic) = try await diverged(scenario)
        try await scenario.decide(by: scenario.cast.alice, on: topic)
        try await scenario.repository.git("checkout", "-q", "-b", "third", scenario.root.hex)
        try await scenario.commit("Third", by: scenario.cast.june, files: ["third": "1"])
        try await scenario.repository.git("checkout", "-q", "main")
        try await scenario.git(["merge", "-q", "--no-edit", "topic", "third"], by: scenario.cast.june)
        let merge = try await scenario.id("HEAD")
        #expect(try await scenario.verify(main, merge).judgements.last?.verdict == .missing)
        // Even one whose third parent adds nothing, so that its tree is that of a clean merge of the other two.
        let tree = try await scenario.repository.git("merge-tree", "--write-tree", main.hex, topic.hex)
        let text = try await scenario.git(
            ["commit-tree", "-p", main.hex, "-p", scenario.root.hex, "-p", topic.hex, "-m", "Merge", tree],
            by: scenario.cast.june)
        let redundant = try #require(ObjectID(hex: text))
        #expect(try await scenario.verify(main, redundant).judgements.last?.verdict == .missing)
    }

    @Test("a marker only in a side branch of a merge is found")
    func sideBranch() async throws {
        let scenario = try await Scenario()
        let (main, _) = try await diverged(scenario)
        try await scenario.repository.git("checkout", "-q", "-b", "outer", scenario.root.hex)
        try await scenario.git(["merge", "-q", "--no-ff", "--no-edit", "topic"], by: scenario.cast.june)
        #expect(try await scenario.verify(main, scenario.id("outer")).judgements.map(\.verdict) == [.missing, .clean])
    }

    @Test("a branch that merged main and takes its place is a foxtrot under --update only")
    func foxtrot() async throws {
        let scenario = try await Scenario()
        let (main, topic) = try await diverged(scenario)
        try await scenario.decide(by: scenario.cast.alice, on: topic)
        try await scenario.repository.git("checkout", "-q", "topic")
        try await scenario.git(["merge", "-q", "--no-edit", "main"], by: scenario.cast.june)
        let head = try await scenario.id("HEAD")
        #expect(try await scenario.verify(main, head).passes)
        let update = try await scenario.verify(main, head, isUpdate: true)
        #expect(update.judgements.last?.verdict == .foxtrot)
        #expect(!update.passes)
    }

    @Test("an approved change that was reverted does not land again by the same approval")
    func landedAgain() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        #expect(try await scenario.judge(commit).verdict == .approved)
        try await scenario.git(["revert", "--no-edit", commit.hex], by: scenario.cast.june)
        let reverted = try await scenario.id("HEAD")
        let again = try await scenario.flaggedCommit()
        for base in [scenario.root, reverted] {
            let judgement = try #require(try await scenario.verify(base, again).judgements.last)
            #expect(judgement.verdict == .missing)
            #expect(judgement.refusals == [.alreadyLanded])
        }
        try await scenario.decide(by: scenario.cast.bob, on: again)
        #expect(try await scenario.verify(reverted, again).passes)
    }

    @Test("the original merged after its copy was reverted needs a new approval; merged while it stands, none")
    func originalAfterCopy() async throws {
        let scenario = try await Scenario()
        let (_, topic) = try await diverged(scenario)
        try await scenario.decide(by: scenario.cast.alice, on: topic)
        try await scenario.git(["cherry-pick", topic.hex], by: scenario.cast.june)
        let copy = try await scenario.id("HEAD")
        #expect(try await scenario.judge(copy).verdict == .carried)
        #expect(try await scenario.verify(copy, topic).judgements.map(\.verdict) == [.approved])
        try await scenario.git(["revert", "--no-edit", copy.hex], by: scenario.cast.june)
        let reverted = try await scenario.id("HEAD")
        let judgement = try #require(try await scenario.verify(reverted, topic).judgements.last)
        #expect(judgement.verdict == .missing)
        #expect(judgement.refusals == [.alreadyLanded])
    }

    @Test("a squash of an approved range is carried, and no other change is")
    func squash() async throws {
        let scenario = try await Scenario()
        try await scenario.repository.git("checkout", "-q", "-b", "topic")
        try await scenario.flaggedCommit("a", "1\n")
        let head = try await scenario.flaggedCommit("b", "1\n")
        try await scenario.record(
            try await scenario.statement(by: scenario.cast.alice, about: [head], range: (scenario.root, head)),
            key: scenario.cast.alice.key)
        #expect(try await scenario.verify(scenario.root, head).judgements.map(\.verdict) == [.approved, .approved])
        try await scenario.repository.git("checkout", "-q", "main")
        try await scenario.git(["merge", "-q", "--squash", "topic"], by: scenario.cast.june)
        let squashed = try await scenario.commit("Squash\n\n\(Scenario.marker)", by: scenario.cast.june)
        #expect(try await scenario.judge(squashed).verdict == .carried)
        let other = try await scenario.commit(
            "Squash\n\n\(Scenario.marker)", by: scenario.cast.june, files: ["a": "1 \n"])
        #expect(try await scenario.judge(other).verdict == .missing)
    }

    @Test("a range the wrong way round verifies nothing and says so; an empty one passes")
    func ranges() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        await #expect(throws: VerifierError.headBehindBase(base: commit, head: scenario.root)) {
            try await scenario.verify(commit, scenario.root)
        }
        #expect(try await scenario.verify(commit, commit).passes)
    }

    @Test("the audit finds step by step what the gate would have found")
    func auditIsTheGateReplayed() async throws {
        let scenario = try await Scenario()
        let first = try await scenario.flaggedCommit("a", "1\n")
        try await scenario.decide(by: scenario.cast.alice, on: first)
        let second = try await scenario.flaggedCommit("b", "1\n")
        let third = try await scenario.commit("Plain", by: scenario.cast.june, files: ["c": "1"])
        let verifier = try await scenario.verifier([third])
        let audit = try await verifier.audit(tip: third, root: scenario.root, keeping: .all)
        #expect(audit.judgements.map(\.verdict) == [.approved, .missing, .clean])
        var gates: [Verdict] = []
        for (base, head) in [(scenario.root, first), (first, second), (second, third)] {
            gates += try await scenario.verify(base, head).judgements.map(\.verdict)
        }
        #expect(gates == audit.judgements.map(\.verdict))
        #expect(audit.tally.verdicts[.beforeAdoption] == 1)
    }

    @Test("a rule for all commits asks of unflagged ones, at the gate and in the audit")
    func ruleForAll() async throws {
        let rule = "[rule \"infrastructure\"]\n\tpath = infra/**\n\tapplies-to = all\n"
        let scenario = try await Scenario(policy: Scenario.policy(rule))
        let other = try await scenario.commit("By hand", by: scenario.cast.june, files: ["src/a": "1"])
        let ruled = try await scenario.commit("By hand", by: scenario.cast.june, files: ["infra/a": "1"])
        #expect(try await scenario.verify(scenario.root, ruled).judgements.map(\.verdict) == [.clean, .missing])
        let audit = try await scenario.verifier([ruled]).audit(tip: ruled, root: scenario.root, keeping: .notClean)
        #expect(audit.judgements.map(\.id) == [ruled] && audit.tally.verdicts[.missing] == 1)
        #expect(other != ruled)
    }

    @Test("a policy's own markers flag, in merges and in what is scanned fast, too")
    func ownMarkers() async throws {
        let own = "[marker \"acme\"]\n\ttool = Acme bot\n\ttrailer = Made-by: acme*\n\tauthor = bot@acme.example\n"
        let scenario = try await Scenario(policy: Scenario.policy(own))
        let byTrailer = try await scenario.commit(
            "Change\n\nMade-by: acme 2", by: scenario.cast.june, files: ["a": "1"])
        #expect(try await scenario.judge(byTrailer).verdict == .missing)
        let byAuthor = try await scenario.commit(
            "Change", by: scenario.cast.june, email: "bot@acme.example", files: ["a": "2"])
        #expect(try await scenario.judge(byAuthor).verdict == .missing)
        let audit = try await scenario.verifier([byAuthor]).audit(
            tip: byAuthor, root: scenario.root, keeping: .notClean)
        #expect(audit.judgements.map(\.verdict) == [.missing, .missing])
    }
}
