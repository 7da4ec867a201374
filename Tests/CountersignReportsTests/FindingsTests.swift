import CountersignApprovals
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("What an audit finds besides verdicts")
struct FindingsTests {
    private static func findings(_ scenario: Scenario, _ kind: Finding.Kind) async throws -> [Finding] {
        let tip = try await scenario.id("HEAD")
        let ledger = try #require(try scenario.open().reference(Ledger.reference))
        let chronicle = try await LedgerChronicle.read(try scenario.open(), tip: ledger)
        return try await scenario.verifier([tip]).audit(
            tip: tip, root: scenario.root, keeping: .notClean, chronicle: chronicle
        ).findings.filter { $0.kind == kind }
    }

    private static func write(_ scenario: Scenario, _ note: String, on commit: ObjectID) async throws {
        try await scenario.repository.git("notes", "--ref=countersign", "add", "-f", "-m", note, commit.hex)
    }

    @Test("lines that a notes commit took out are found, though the ledger has them again")
    func removedLines() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.decide(by: scenario.cast.bob, on: commit)
        let full = try await scenario.repository.git("rev-parse", "refs/notes/countersign")
        #expect(try await Self.findings(scenario, .removedLines).isEmpty)
        try await scenario.repository.git("notes", "--ref=countersign", "remove", commit.hex)
        let removal = try await scenario.repository.git("rev-parse", "refs/notes/countersign")
        let restored = try await scenario.repository.git(
            "commit-tree", "-p", removal, "-m", "put them back", full + "^{tree}")
        try await scenario.repository.git("update-ref", "refs/notes/countersign", restored)
        let found = try await Self.findings(scenario, .removedLines)
        #expect(found.map(\.commit?.hex) == [removal])
        #expect(found.first?.text == "it took 2 lines off the note on \(commit.abbreviated)")
    }

    @Test("a merge of ledgers that drops one side's lines is found, and a fan-out that grows is not")
    func lossByMerging() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        let ours = try await scenario.repository.git("rev-parse", "refs/notes/countersign")
        let flat = try await scenario.repository.git("ls-tree", ours)
        let blob = try #require(flat.split(separator: "\t").first?.split(separator: " ").last)
        let leaf = "100644 blob \(blob)\t\(commit.hex.dropFirst(2))\n"
        let directory = try await scenario.repository.git(["mktree"], input: leaf)
        let fanned = try await scenario.repository.git(
            ["mktree"], input: "040000 tree \(directory)\t\(commit.hex.prefix(2))\n")
        let moved = try await scenario.repository.git("commit-tree", "-p", ours, "-m", "fan out", fanned)
        try await scenario.repository.git("update-ref", "refs/notes/countersign", moved)
        #expect(try await Self.findings(scenario, .removedLines).isEmpty)
        let empty = try await scenario.repository.git("mktree")
        let other = try await scenario.repository.git("commit-tree", "-m", "other", empty)
        let merge = try await scenario.repository.git("commit-tree", "-p", other, "-p", moved, "-m", "merge", empty)
        try await scenario.repository.git("update-ref", "refs/notes/countersign", merge)
        #expect(try await Self.findings(scenario, .removedLines).map(\.commit?.hex) == [merge])
    }

    @Test("a statement that nobody known signed is found; one by somebody who left is not")
    func invalidStatements() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let forged = try await scenario.statement(by: scenario.cast.alice, about: [commit])
        try await scenario.record(forged, key: scenario.cast.mallory.key)
        try await scenario.decide(by: scenario.cast.bob, on: commit)
        let before = try await scenario.policyTree(commit)
        let people = scenario.cast.known.filter { $0.email != scenario.cast.bob.email }
        let policy = Scenario.policy(serial: 2).replacing(
            "[person \"bob@example.com\"]\n\tname = bob\n\tlevel = senior\n", with: "")
        let change = try await scenario.commit(
            "Bob leaves", by: scenario.cast.alice,
            files: [".countersign/policy": policy, ".countersign/allowed_signers": Scenario.signers(people)],
            signed: true)
        let pair = Statement.PolicyChange(from: before, to: try await scenario.policyTree(change))
        let carol = scenario.cast.carol
        try await scenario.record(
            try await scenario.statement(by: carol, about: [change], policyChange: pair), key: carol.key)
        try await scenario.commit("After", by: scenario.cast.june)
        let found = try await Self.findings(scenario, .invalidStatement)
        #expect(found.map(\.commit) == [commit])
        #expect(found.first?.text.contains("unknown-key") == true)
    }

    @Test("a line that can't be read is found where it hangs")
    func unreadableLine() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await Self.write(scenario, "looks good to me", on: commit)
        #expect(try await Self.findings(scenario, .unreadableLine).map(\.commit) == [commit])
    }

    @Test("an approval is late by the moment at which the last one needed came in")
    func lateByTheLast() async throws {
        let scenario = try await Scenario(policy: Scenario.policy("[approval]\n\tcount = 2\n"))
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        #expect(try await Self.findings(scenario, .lateApproval).isEmpty)
        scenario.today = Scenario.day.adding(seconds: 7200)
        try await scenario.decide(by: scenario.cast.bob, on: commit)
        scenario.today = Scenario.day.adding(seconds: 80_000)
        try await scenario.decide(by: scenario.cast.carol, on: commit)
        let found = try await Self.findings(scenario, .lateApproval)
        let date = "\(Scenario.day.rfc3339) (fast-forwarded: it landed then or later)"
        #expect(found.map(\.text) == ["approved 2 hours after its own date, \(date)"])
        #expect(found.first?.time == Scenario.day.adding(seconds: 7200))
    }
}
