import Scenarios
import TestRepositories
import Testing

@Suite("The whole way, from the first policy to the audit")
struct WholeWayTests {
    @Test("what init says holds: the policy is adopted and the ledger is shown")
    func initialised() async throws {
        let way = try await AdoptedRepository()
        #expect(way.started.status == 0 && way.started.errors.isEmpty, "\(way.started.errors)")
        #expect(way.started.output.contains("alice@example.com is the first trusted person"))
        #expect(way.started.output.contains(way.cast.alice.key.fingerprint))
        #expect(way.started.output.contains("git add .countersign && git commit -S"))
        #expect(way.started.output.contains("git config countersign.trustRoot"))
        #expect(try await way.git.git("config", "notes.displayRef") == "refs/notes/countersign*")
        let again = try await way.program.run("init")
        again.expectFailure(2, "there is a policy already", hint: "git config -f .countersign/policy")
        let adopted = try await way.program.run("audit", "main")
        #expect(adopted.status == 0, "\(adopted.output)\(adopted.errors)")
    }

    @Test("a flagged commit fails, is approved, and passes at the gate and in the audit")
    func text() async throws {
        let way = try await AdoptedRepository()
        let short = way.commit.prefix(12)
        let before = try await way.program.run("verify", "main..topic")
        #expect(before.status == 1)
        #expect(before.output.contains("✗ missing   \(short) Retry\n"), "\(before.output)")
        #expect(before.output.contains("→ git countersign approve \(short)"), "\(before.output)")
        #expect(before.output.hasSuffix("FAIL  1 commit, 1 flagged: 1 missing\n"), "\(before.output)")
        // Without arguments: what waits on the branch at hand.
        let approved = try await way.program.run("approve", "-m", "read it all")
        #expect(approved.status == 0 && approved.errors.isEmpty, "\(approved.errors)")
        let done = "Approved 1 commit as alice@example.com with \(way.cast.alice.key.fingerprint).\n"
        #expect(approved.output.hasSuffix(done), "\(approved.output)")
        let after = try await way.program.run("verify")
        #expect(after.status == 0 && after.errors.isEmpty)
        #expect(after.output.contains("✓ approved  \(short) Retry\n"), "\(after.output)")
        #expect(after.output.hasSuffix("PASS  1 commit, 1 flagged: 1 approved\n"), "\(after.output)")
        #expect(try await way.program.run("approve").output == "Nothing waits for an approval here.\n")
        try await way.git.git("switch", "-q", "main")
        try await way.git.git("merge", "-q", "--ff-only", "topic")
        let audit = try await way.program.run("audit")
        #expect(audit.status == 0, "\(audit.output)\(audit.errors)")
        #expect(audit.output.contains("✓ approved  \(short) Retry\n"), "\(audit.output)")
        let show = try await way.program.run("show")
        #expect(show.status == 0)
        #expect(show.output.hasPrefix("\(short) Retry\n    ✓ approve by alice@example.com, 2"), "\(show.output)")
        #expect(show.output.contains("“read it all”"))
        let explain = try await way.program.run("explain", "topic")
        #expect(explain.status == 0)
        for line in [
            "carried forward from the trust root \(way.root.prefix(12))", "june@example.com, junior, not proven: ",
            "flagged: AI took part", "claude (trailer, ", "1 at level senior or above",
            "approved: approved by alice@example.com",
        ] { #expect(explain.output.contains(line), "\(explain.output)") }
        #expect(try await way.git.git("log", "-1", "--format=%N").contains("\"payloadType\""))
    }
}
