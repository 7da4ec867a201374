import Scenarios
import TestRepositories
import Testing

@Suite("The JSON report says what its description says")
struct ReportFieldTests {
    @Test("the JSON of the gate before and after the approval, field by field")
    func gate() async throws {
        let adopted = try await AdoptedRepository()
        let before = try await adopted.report("verify", "main..topic", status: 1)
        #expect(before.schema == "urn:countersign:report:v1")
        #expect(before.command == "verify" && before.repository == "acme/shop" && before.result == "fail")
        #expect(
            before.tool.version
                == (try await adopted.program.run("--version").output.split(separator: "\n").first ?? ""))
        #expect(before.tool.markers.contains(/^\d{4}\.\d{2}$/))
        #expect(before.base.value == adopted.root && before.head.value == adopted.commit)
        #expect(before.policy.tree.value == (try await adopted.git.git("rev-parse", "main:.countersign")))
        #expect(before.policy.serial == 1 && before.policy.trustRoot.value == adopted.root)
        #expect(before.summary == .init(commits: 1, flagged: 1, verdicts: ["missing": 1]))
        #expect(before.policyChanges.isEmpty)
        #expect(before.ledger.ref == "refs/notes/countersign" && before.ledger.tip.value == nil)
        #expect(before.ledger.statements == 0 && before.ledger.unreadable.isEmpty)
        #expect(before.remarks.contains { $0.contains("no ledger here (refs/notes/countersign)") })
        let missing = try #require(before.commits.first)
        #expect(missing.verdict == "missing" && !missing.passes && missing.approvals.isEmpty)
        #expect(missing.fix.value?.hasPrefix("git countersign approve \(adopted.commit.prefix(12))") == true)

        try await adopted.approve()
        let after = try await adopted.report("verify", "main..topic", status: 0)
        #expect(after.result == "pass" && after.summary.verdicts == ["approved": 1])
        #expect(after.ledger.tip.value == (try await adopted.git.git("rev-parse", "refs/notes/countersign")))
        #expect(after.ledger.statements == 1 && after.remarks.isEmpty)
        let commit = try #require(after.commits.first)
        #expect(commit.id == adopted.commit && commit.verdict == "approved" && commit.passes)
        #expect(commit.fix.value == nil && commit.reason == "approved by alice@example.com")
        #expect(commit.subject == "Retry" && commit.committedAt == "2023-11-14T22:13:20Z")
        #expect(commit.author.name == "June" && commit.author.email == "june@example.com")
        #expect(commit.author.person.value == "june@example.com" && commit.author.level.value == "junior")
        #expect(!commit.author.proven && !commit.author.proof.isEmpty)
        #expect(commit.state == "ai" && commit.flagged && commit.flaggedBy.isEmpty && commit.merge.value == nil)
        let marker = try #require(commit.markers.first)
        #expect(commit.markers.count == 1 && commit.warnings.isEmpty && !marker.rule.isEmpty)
        #expect(marker.tool == "claude" && marker.kind == "trailer" && marker.evidence == Scenario.marker)
        #expect(commit.needs.value == .init(count: 1, level: "senior", rules: []))
    }

    @Test("the JSON of one approval is the same in every command, field by field")
    func approval() async throws {
        let adopted = try await AdoptedRepository()
        try await adopted.approve()
        let gate = try await adopted.report("verify", "main..topic", status: 0)
        let shown: [ReportJSON.Approval] = try decoded(
            try await adopted.program.run("show", "topic", "--format", "json").output)
        let explained: ReportJSON.Commit = try decoded(
            try await adopted.program.run("explain", "topic", "--format", "json").output)
        let audit = try await adopted.report("audit", "topic", status: 0)
        let approval = try #require(shown.first)
        #expect(shown.count == 1 && explained.approvals == shown)
        #expect(gate.commits.map(\.approvals) == [shown] && audit.commits.map(\.approvals) == [shown])
        #expect(audit.command == "audit" && audit.base.value == nil && audit.head.value == adopted.commit)
        #expect(audit.summary.verdicts == ["approved": 1, "before-adoption": 1])
        let counted = try await adopted.git.git("diff", "--numstat", "main", "topic")
        let lines = counted.split { $0 == "\t" || $0 == "\n" }.compactMap { Int($0) }.reduce(0, +)
        #expect(lines > 0 && audit.commits.map(\.changedLines.value) == [lines], "counted as git counts")
        #expect(gate.commits.map(\.changedLines.value) == [nil])
        #expect(approval.reviewer.value == "alice@example.com" && approval.decision.value == "approve")
        #expect(approval.status == "counted" && approval.reason.value == nil && approval.detail.value == nil)
        #expect(approval.key.value == adopted.cast.alice.key.fingerprint && approval.carriedFrom.value == nil)
        #expect(approval.comment.value == "fine" && approval.signedAt.value == "2026-09-22T14:13:20Z")
        #expect(approval.statement.value?.contains(/^sha256:[0-9a-f]{64}$/) == true)
    }

    @Test("the JSON has no key that is not described")
    func described() async throws {
        let adopted = try await AdoptedRepository()
        let output = try await adopted.program.run("verify", "main..topic", "--format", "json").output
        #expect(
            try keys(output) == [
                "asOf", "base", "command", "commits", "figures", "findings", "head", "ledger", "policy",
                "policyChanges", "remarks", "repository", "result", "schema", "summary", "tips", "tool",
            ])
        let commit = try await adopted.program.run("explain", "topic", "--format", "json").output
        #expect(
            try keys(commit) == [
                "approvals", "author", "changedLines", "committedAt", "fix", "flagged", "flaggedBy", "id", "landedAt",
                "markers",
                "merge",
                "needs", "passes", "reason", "state", "subject", "verdict", "warnings",
            ])
        try await adopted.approve()
        let approvals = try await adopted.program.run("show", "topic", "--format", "json").output
        let names: [KeyNames] = try decoded(approvals)
        #expect(
            names.map(\.names) == [
                [
                    "carriedFrom", "comment", "decision", "detail", "enteredAt", "expires", "key", "reason",
                    "reviewer", "signedAt", "statement", "status",
                ]
            ])
    }
}
