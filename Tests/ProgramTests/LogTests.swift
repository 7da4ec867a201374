import Scenarios
import TestRepositories
import Testing

@Suite("The log is git's own, with what was decided under each commit")
struct LogTests {
    @Test("approvals and what does not count, in any form that git's options give it")
    func statements() async throws {
        let scenario = try await Scenario.onTopic()
        let cast = scenario.cast
        let first = try await scenario.flaggedCommit("first")
        let second = try await scenario.flaggedCommit("second")
        try await scenario.repository.git("config", "notes.displayRef", "refs/notes/countersign")
        let alice = Program(in: scenario, as: cast.alice)
        try await alice.decides("approve", first.hex, "-m", "Read it.")
        try await scenario.decide(by: cast.mike, on: second)
        let before = try scenario.repository.objectFiles()
        let log = try await alice.run("log", "main..topic")
        #expect(log.status == 0 && log.errors.isEmpty, "\(log.errors)")
        #expect(!log.output.contains("payloadType"), "the ledger's raw lines are left out")
        let order = try ["commit \(second)", "✗ approve by mike@", "does not count: below-level", "commit \(first)"]
            .map { try #require(log.output.firstRange(of: $0), "\(log.output)").lowerBound }
        #expect(order == order.sorted())
        #expect(log.output.contains("    ✓ approve by alice@example.com, 2026-09-21T14:13:20Z\n      “Read it.”\n"))
        let one = try await alice.run("log", "--oneline", "-1", "--", "first")
        #expect(one.output.contains("Change first\n") && one.output.contains("✓ approve by alice@"), "\(one.output)")
        #expect(!one.output.contains("second"))
        let own = try await alice.run("log", "--format=%s: %N", "-1", first.hex)
        #expect(own.output.hasPrefix("Change first: ✓ approve by alice@example.com"), "\(own.output)")
        #expect(try scenario.repository.objectFiles() == before, "nothing is written into the repository")
    }

    @Test("what git does not understand, git says itself")
    func wrong() async throws {
        let scenario = try await Scenario.onTopic()
        let alice = Program(in: scenario, as: scenario.cast.alice)
        let unknown = try await alice.run("log", "nosuchbranch")
        #expect(unknown.status == 2 && unknown.output.isEmpty && unknown.errors.hasPrefix("fatal: "))
        #expect(try await alice.run("log", "-h").status == 129)
        #expect(try await alice.run("log", "--format=%s").output == "Adopt countersign\n")
    }
}
