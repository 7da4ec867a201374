import CountersignVerifier
import Scenarios
import Testing

@Suite("The way of one flagged commit")
struct FirstStepsTests {
    @Test("a junior's flagged commit fails until a senior approves it")
    func approval() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        #expect(try await scenario.judge(commit).verdict == .missing)
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        #expect(try await scenario.judge(commit).verdict == .approved)
    }
}
