import CountersignLedger
import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("Many approvals at once")
struct RaceTests {
    @Test("forty people approve in one repository at once, and no word of theirs is lost")
    func atOnce() async throws {
        let scenario = try await Scenario.onTopic()
        var commits: [ObjectID] = []
        for file in ["a", "b", "c"] { commits.append(try await scenario.flaggedCommit(file)) }
        let trusted = [scenario.cast.alice, scenario.cast.bob, scenario.cast.carol]
        try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
            for number in 0..<40 {
                let program = Program(in: scenario, as: trusted[number % trusted.count])
                let commit = commits[number % commits.count].hex
                group.addTask {
                    try await program.run("approve", "-m", "\(number)", "--as-of", Scenario.day.rfc3339, commit)
                }
            }
            for try await outcome in group { #expect(outcome.status == 0, "\(outcome.errors)") }
        }
        let comments = try await scenario.statements().statements.compactMap(\.statement.comment)
        #expect(comments.sorted() == (0..<40).map(String.init).sorted())
        #expect(try await scenario.repository.git("rev-list", "--count", "refs/notes/countersign") == "40")
        #expect(try await scenario.repository.git("fsck", "--strict", "--no-dangling", "--no-progress") == "")
        let outcome = try await Program(in: scenario.repository.path).verify(scenario, try await scenario.id("topic"))
        #expect(outcome.output.hasSuffix("PASS  3 commits, 3 flagged: 3 approved\n"), "\(outcome.output)")
    }
}
