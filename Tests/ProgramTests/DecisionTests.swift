import CountersignApprovals
import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("Decisions, as the program signs and writes them")
struct DecisionTests {
    @Test("a rejection stops an approved commit until it is taken back")
    func rejectAndRevoke() async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        let (alice, carol) = (
            Program(in: scenario, as: scenario.cast.alice), Program(in: scenario, as: scenario.cast.carol)
        )
        try await alice.decides("approve", commit.hex)
        try await carol.decides("reject", "-m", "no tests", commit.hex)
        let rejected = try await alice.verify(scenario, commit)
        #expect(rejected.status == 1)
        #expect(rejected.output.contains("✗ rejected"), "\(rejected.output)")
        let mine = try await alice.run("revoke", "--as-of", Scenario.day.rfc3339, commit.hex, "--dry-run")
        #expect(mine.output.hasSuffix("Would revoke 1 statement as alice@example.com; nothing was signed.\n"))
        let taken = try await carol.decides("revoke", commit.hex)
        #expect(taken.output.hasSuffix("Revoked 1 statement as carol@example.com.\n"), "\(taken.output)")
        #expect(try await alice.verify(scenario, commit).status == 0)
        #expect(try await scenario.statements().statements.count == 3)
    }

    @Test("an approval is taken back by its digest, cut short, and by nobody else")
    func revokeByDigest() async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        let alice = Program(in: scenario, as: scenario.cast.alice)
        try await alice.decides("approve", commit.hex)
        let digest = try await #require(try scenario.statements().statements.first?.digest.text.prefix(20))
        let bob = Program(in: scenario, as: scenario.cast.bob)
        try await bob.run("revoke", String(digest)).expectFailure(1, "bob@example.com has no standing", hint: "show")
        #expect(try await alice.verify(scenario, commit).status == 0)
        try await alice.decides("revoke", String(digest))
        let outcome = try await alice.verify(scenario, commit)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("✗ missing"), "\(outcome.output)")
        try await alice.run("revoke", String(digest)).expectFailure(1, "no standing statement", hint: "show")
    }

    @Test("a dry run says what would be signed, calls no signer and writes nothing", arguments: ["approve", "reject"])
    func dryRun(_ command: String) async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit("a")
        let commit = try await scenario.flaggedCommit("b")
        let alice = Program(in: scenario, as: scenario.cast.alice)
        try await scenario.repository.git("config", "gpg.ssh.program", "false")
        let before = try scenario.repository.objectFiles()
        let outcome = try await alice.run(command, "-n", "topic", "topic~1")
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(outcome.output.contains("  \(commit.abbreviated) Change b  <june@example.com>  [claude]\n"))
        let who = "alice@example.com with \(scenario.cast.alice.key.fingerprint)"
        #expect(outcome.output.hasSuffix("Would \(command) 2 commits as \(who); nothing was signed.\n"))
        #expect(try scenario.repository.objectFiles() == before)
        #expect(try await scenario.statements().statements.isEmpty)
    }

    @Test("several commits, and a range, take one signature each")
    func oneSignature() async throws {
        let scenario = try await Scenario.onTopic()
        for file in ["a", "b", "c", "d"] { try await scenario.flaggedCommit(file) }
        let head = try await scenario.id("topic")
        let log = scenario.repository.path + "/.git/signatures"
        let signer = try scenario.script("echo signed >>'\(log)'; exec ssh-keygen -q \"$@\"")
        let alice = Program(in: scenario, as: scenario.cast.alice)
        try await scenario.repository.git("config", "gpg.ssh.program", signer)
        let range = try await alice.decides("approve", "main..topic")
        #expect(range.output.contains("range \(scenario.root.abbreviated)..\(head.abbreviated)\n"))
        #expect(range.output.contains("\nApproved 4 commits as alice@example.com "), "\(range.output)")
        #expect(try text(of: log) == "signed\n")
        let statement = try await #require(try scenario.statements().statements.first)
        #expect(statement.statement.range?.base == scenario.root && statement.statement.range?.head == head)
        #expect(statement.statement.subjects == [head] && statement.places == [head])
        let outcome = try await alice.verify(scenario, head)
        #expect(outcome.output.hasSuffix("PASS  4 commits, 4 flagged: 4 approved\n"), "\(outcome.output)")
        try await alice.decides("reject", "topic", "topic~1", "topic~2")
        #expect(try text(of: log) == "signed\nsigned\n")
        #expect(try await scenario.statements().statements.map(\.places.count).sorted() == [1, 3])
        let notes = try await scenario.repository.git("log", "--format=%s", "refs/notes/countersign")
        #expect(notes == "reject 3 commits by alice@example.com\napprove 4 commits by alice@example.com")
    }

    @Test("a change of policy is shown against the policy in force, and its pair of trees is signed")
    func policyChange() async throws {
        let scenario = try await Scenario.onTopic()
        let promoting = Scenario.policy(serial: 2).replacing("level = mid", with: "level = senior")
        let commit = try await scenario.commit(
            "Promote mike", by: scenario.cast.alice, files: [".countersign/policy": promoting], signed: true)
        let bob = Program(in: scenario, as: scenario.cast.bob)
        let before = try await bob.verify(scenario, commit)
        #expect(before.status == 1 && before.output.contains("✗ unapproved-policy-change"), "\(before.output)")
        let approved = try await bob.decides("approve", "topic")
        #expect(approved.output.contains("    changes the policy in force (serial 1):\n"), "\(approved.output)")
        let shown = approved.output.split(separator: "\n").filter { $0.hasPrefix("      ") }
        #expect(shown.contains { $0.contains("mike@example.com") && $0.contains("senior") }, "\(approved.output)")
        let statement = try await #require(try scenario.statements().statements.first?.statement)
        let trees = (try await scenario.policyTree(scenario.root), try await scenario.policyTree(commit))
        #expect(statement.policyChange == .init(from: trees.0, to: trees.1))
        let outcome = try await bob.verify(scenario, commit, from: nil, "--format", "json")
        #expect(outcome.status == 0, "\(outcome.output)")
        let report: ReportJSON = try decoded(outcome.output)
        let change = try #require(report.policyChanges.first)
        #expect(change.commit == commit.hex && change.effective && change.approvals.count == 1)
        #expect(change.from.value == trees.0.hex && change.to.value == trees.1.hex && !change.differences.isEmpty)
    }

    @Test("words go into the statement, whatever they are")
    func words() async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        let words = "“naïve” \"\\\n\t✓ 日本"
        let alice = Program(in: scenario, as: scenario.cast.alice)
        try await alice.decides("approve", "-m", words, commit.hex)
        let statements = try await scenario.statements().statements
        #expect(statements.map(\.statement.comment) == [words])
        #expect(statements.map(\.statement.signedAt) == [Scenario.day])
    }

    @Test("blanks are no words")
    func noWords() async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        try await Program(in: scenario, as: scenario.cast.alice).decides("approve", "-m", " \n", commit.hex)
        #expect(try await scenario.statements().statements.map(\.statement.comment) == [nil])
    }
}
