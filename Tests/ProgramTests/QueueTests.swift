import CountersignObjects
import Scenarios
import TestRepositories
import Testing

@Suite("The queue: what waits for whom")
struct QueueTests {
    /// The subjects in a queue's lines for scripts.
    private func subjects(_ program: Program, _ more: String...) async throws -> [String] {
        let outcome = try await program.run(["queue", "--porcelain", "--as-of", Scenario.now.rfc3339] + more)
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").map { line in
            String(line.split(separator: "\t", omittingEmptySubsequences: false).last ?? "")
        }
    }

    @Test("the oldest comes first, with its size, its author and how long it waits")
    func oldestFirst() async throws {
        let scenario = try await Scenario.onTopic()
        let young = try await scenario.flaggedCommit("young", "1\n2\n3\n")
        scenario.today = Scenario.day.adding(seconds: -3 * 86_400)
        let old = try await scenario.flaggedCommit("old", "1\n2\n")
        let alice = Program(in: scenario, as: scenario.cast.alice)
        let outcome = try await alice.run("queue", "--as-of", Scenario.now.rfc3339)
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(
            outcome.output == """
                2 commits wait for alice@example.com, the oldest for 4 days

                \(old.abbreviated) Change old
                    june@example.com (junior) · 4 days · +2 -0 in 1 file
                    claude: no approval at level senior or above
                \(young.abbreviated) Change young
                    june@example.com (junior) · 24 hours · +3 -0 in 1 file
                    claude: no approval at level senior or above

                """)
        let lines = try await alice.run("queue", "-z", "--as-of", Scenario.now.rfc3339)
        let first = "\(old)\tmissing\t2026-09-18T14:13:20Z\t2\t0\t1\tjune@example.com\tclaude\tChange old\0"
        #expect(lines.output.hasPrefix(first), "\(lines.output.debugDescription)")
    }

    @Test("nothing that I approved, rejected, wrote, or stand too low for waits for me")
    func notForMe() async throws {
        let rules = "[approval]\n\tcount = 2\n[rule \"core\"]\n\tpath = core/**\n\tlevel = principal\n"
        let scenario = try await Scenario(policy: Scenario.policy(rules))
        let (alice, bob, carol) = (scenario.cast.alice, scenario.cast.bob, scenario.cast.carol)
        try await scenario.git(["switch", "-q", "-c", "topic"], by: scenario.cast.june)
        let both = try await scenario.flaggedCommit("both")
        let refused = try await scenario.flaggedCommit("refused")
        try await scenario.flaggedCommit("core/engine")
        try await scenario.commit(
            "Pair\n\n\(Scenario.marker)\nCo-Authored-By: Bob <bob@example.com>", by: scenario.cast.june,
            files: ["pair": "1\n"])
        try await scenario.commit("By hand", by: scenario.cast.june, files: ["hand": "1\n"])
        try await scenario.decide(by: alice, on: both)
        try await scenario.decide(.reject, by: carol, on: refused)
        #expect(try await subjects(Program(in: scenario, as: alice)) == ["Pair"])
        #expect(try await subjects(Program(in: scenario, as: bob)) == ["Change both"])
        #expect(try await subjects(Program(in: scenario, as: carol)) == ["Change both", "Change core/engine", "Pair"])
        #expect(try await subjects(Program(in: scenario, as: scenario.cast.mike)) == [])
        let anybody = try await subjects(Program(in: scenario, as: scenario.cast.mallory), "--anyone")
        #expect(anybody == ["Change both", "Change core/engine", "Pair"])
        try await Program(in: scenario, as: scenario.cast.mallory).run("queue").expectFailure(
            2, "the policy knows nobody by tester@example.com", hint: "--anyone")
    }

    @Test("a change of policy waits for whoever it is not about")
    func policyChange() async throws {
        let scenario = try await Scenario.onTopic()
        let demoting = Scenario.policy(serial: 2).replacing(
            "name = bob\n\tlevel = senior", with: "name = bob\n\tlevel = mid")
        try await scenario.commit(
            "Demote bob", by: scenario.cast.june, files: [".countersign/policy": demoting], signed: true)
        #expect(try await subjects(Program(in: scenario, as: scenario.cast.alice)) == ["Demote bob"])
        #expect(try await subjects(Program(in: scenario, as: scenario.cast.bob)) == [])
        let broken = try await scenario.commit(
            "Break it", by: scenario.cast.june, files: [".countersign/policy": "[countersign]\n"])
        #expect(try await subjects(Program(in: scenario, as: scenario.cast.alice), "\(broken)~1..\(broken)") == [])
    }

    @Test("on every branch, of one author, and on what has landed")
    func places() async throws {
        let scenario = try await Scenario()
        try await scenario.flaggedCommit("landed")
        for branch in ["one", "two"] {
            try await scenario.git(["switch", "-q", "-c", branch, "main"], by: scenario.cast.june)
            try await scenario.flaggedCommit(branch)
        }
        try await scenario.commit("Mike's\n\n\(Scenario.marker)", by: scenario.cast.mike, files: ["m": "1\n"])
        try await scenario.git(["update-ref", "refs/remotes/origin/three", "two"], by: scenario.cast.june)
        let alice = Program(in: scenario, as: scenario.cast.alice)
        #expect(try await subjects(alice) == ["Change two", "Mike's"])
        #expect(try await subjects(alice, "one") == ["Change one"])
        #expect(try await subjects(alice, "two~1..two") == ["Mike's"])
        #expect(try await subjects(alice, "--all-branches") == ["Change one", "Change two", "Mike's"])
        #expect(try await subjects(alice, "--all-branches", "--author", "MIKE@") == ["Mike's"])
        let root = ["--trust-root", scenario.root.hex]
        #expect(try await subjects(alice, "--landed", root[0], root[1]) == ["Change landed", "Change two", "Mike's"])
        try await alice.run("queue", "--all-branches", "one..two").expectUsage("a range or --all-branches")
    }

    @Test("what an author writes can't leave its line or act on a terminal")
    func hostileText() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.commit(
            "Innocent\t\u{1b}[31mred\u{202e}\n\n\(Scenario.marker)", by: scenario.cast.june, files: ["h": "1\n"])
        let alice = Program(in: scenario, as: scenario.cast.alice)
        #expect(try await subjects(alice) == ["Innocent^I^[[31mred<U+202E>"])
        let text = try await alice.run("queue").output
        #expect(text.contains("Innocent^I^[[31mred<U+202E>\n"), "\(text.debugDescription)")
    }
}

extension Program.Outcome {
    /// Expects wrong usage, told on standard error.
    func expectUsage(_ text: String, at location: SourceLocation = #_sourceLocation) {
        #expect(status == 129 && output.isEmpty, "\(status) \(output)", sourceLocation: location)
        #expect(errors.contains(text), "\(errors)", sourceLocation: location)
    }
}
