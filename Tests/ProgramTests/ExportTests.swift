import CountersignApprovals
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("The ledger as an in-toto bundle")
struct ExportTests {
    @Test("every statement is exported once, byte for byte, wherever and however often it hangs; nothing else is")
    func bundle() async throws {
        let scenario = try await Scenario.onTopic()
        let (one, other) = (try await scenario.flaggedCommit("a"), try await scenario.flaggedCommit("b"))
        let program = Program(in: scenario.repository.path)
        let empty = try await program.run("export")
        #expect(empty.status == 0 && empty.output.isEmpty && empty.errors.isEmpty)
        let both = try await scenario.cast.alice.key.line(
            try await scenario.statement(by: scenario.cast.alice, about: [one, other]))
        for commit in [one, other] { try await scenario.record(both, on: commit) }
        let reject = try await scenario.cast.bob.key.line(
            try await scenario.statement(.reject, by: scenario.cast.bob, about: [one]))
        try await scenario.record(reject, on: one)
        try await scenario.record(Array("looks good".utf8), on: other)
        let outcome = try await program.run("export")
        #expect(outcome.status == 0 && outcome.errors == "warning: a line can't be read and left out\n")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.sorted() == [both, reject].map { String(decoding: $0, as: UTF8.self) }.sorted())
        #expect(outcome.output.hasSuffix("\n"))
        for line in lines {
            let envelope = try Envelope.parse(line: Array(line.utf8))
            #expect(String(decoding: envelope.payload, as: UTF8.self).contains("https://in-toto.io/Statement/v1"))
        }
        let file = scenario.repository.path + "/.git/bundle"
        let written = try await program.run("export", "-o", file)
        #expect(written.output.isEmpty)
        #expect(try text(of: file) == outcome.output)
    }
}
