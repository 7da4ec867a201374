import CountersignLedger
import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("A kill at any moment")
struct KillTests {
    /// How often to kill: the environment's word, or what a suite can bear.
    private static let kills = wanted ?? 40
    private static let wanted = ProcessInfo.processInfo.environment["COUNTERSIGN_KILLS"].flatMap { Int($0) }

    @Test("leaves a sound repository, a batch whole or not there, and room for the next one", .timeLimit(.minutes(10)))
    func killed() async throws {
        let batch = try await Batch()
        // The longest of a few runs that nothing stops: kills are spread from its start to just after its end.
        var longest = Duration.zero
        for number in 0..<3 { longest = max(longest, try await batch.approve("whole \(number)")) }
        var told = (0..<3).map { "whole \($0)" }
        var outcomes = (cut: 0, written: 0, between: 0, locked: 0)
        var closing = longest * 0.9
        for number in 0..<Self.kills {
            let word = "kill \(number)"
            let spread = longest * (Double(number) + Double.random(in: 0..<1)) / Double(Self.kills)
            // Every other kill closes in on the instants in which the ledger is written.
            let moment = number.isMultiple(of: 2) ? spread : closing
            let objects = try batch.scenario.repository.objectFiles().count
            let status = try await batch.kill(word, after: moment)
            #expect(status == 0 || status == -9)
            if try batch.removeLock() { outcomes.locked += 1 }
            let words = try await batch.wholeBatches()
            #expect(status == -9 || words.contains(word), "what was told as written is there")
            #expect(Set(told).isSubset(of: words), "nothing that was there is lost")
            #expect(words.subtracting(told).isSubset(of: [word]))
            outcomes.cut += status == -9 ? 1 : 0
            outcomes.written += words.contains(word) ? 1 : 0
            let isBetween = try !words.contains(word) && batch.scenario.repository.objectFiles().count > objects
            outcomes.between += isBetween ? 1 : 0
            if !number.isMultiple(of: 2) {
                closing = closing * (words.contains(word) ? 0.97 : isBetween ? 1.005 : 1.03)
            }
            told = Array(words)
            #expect(try await batch.fsck() == "", "after \(word) at \(moment)")
        }
        _ = try await batch.approve("last")
        #expect(try await batch.wholeBatches() == Set(told + ["last"]))
        #expect(outcomes.cut > 0, "no kill came before the end")
        guard Self.wanted != nil else { return }
        print("kills: \(Self.kills), \(outcomes)")
    }
}

/// Commits that are approved together, again and again with other words.
private struct Batch {
    let scenario: Scenario
    let commits: [ObjectID]
    let arguments: [String]
    let program: Program

    init() async throws {
        scenario = try await Scenario.onTopic()
        var commits: [ObjectID] = []
        for number in 0..<8 { commits.append(try await scenario.flaggedCommit("file \(number)")) }
        self.commits = commits
        arguments = ["approve", "--as-of", Scenario.day.rfc3339] + commits.map(\.hex)
        // What a killed run leaves of its temporary files goes with the test's own.
        program = Program(in: scenario, as: scenario.cast.alice, ["TMPDIR": try TestRepository.temporaryDirectory()])
    }

    /// Approves all of them, and gives the time it took.
    func approve(_ word: String) async throws -> Duration {
        let start = ContinuousClock.now
        let outcome = try await program.run(arguments + ["-m", word])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return ContinuousClock.now - start
    }

    /// Approves all of them, and kills the program and what it started after a while; gives the status.
    func kill(_ word: String, after time: Duration) async throws -> Int {
        let (seconds, attoseconds) = time.components
        let moment = "\(max(0.001, Double(seconds) + Double(attoseconds) / 1e18))"
        let command = ["-s", "KILL", moment, "git-countersign"] + arguments + ["-m", word]
        return try await program.run(command, program: "timeout").status
    }

    /// The words of the approvals in the ledger; each hangs on every commit.
    func wholeBatches() async throws -> Set<String> {
        var words: Set<String> = []
        for entry in try await scenario.statements().statements {
            #expect(entry.places == Set(commits) && entry.statement.subjects.count == commits.count)
            words.insert(entry.statement.comment ?? "")
        }
        #expect(try await scenario.statements().unreadable.isEmpty)
        return words
    }

    /// Takes away the lock that a kill in the last instant leaves, as git's own advice has it.
    func removeLock() throws -> Bool {
        let lock = scenario.repository.path + "/.git/refs/notes/countersign.lock"
        guard FileManager.default.fileExists(atPath: lock) else { return false }
        try FileManager.default.removeItem(atPath: lock)
        return true
    }

    func fsck() async throws -> String {
        try await scenario.repository.git("fsck", "--strict", "--no-dangling", "--no-progress")
    }
}
