import CountersignGit
import CountersignLedger
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Several writers of one ledger")
struct LedgerRaceTests {
    @Test("no line of any of eight threads is lost")
    func threads() async throws {
        let fixture = try await LedgerFixture()
        let path = fixture.disk.path
        let ids = LedgerFixture.ids(5)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let repository = try Repository.open(at: path)
                    for number in 0..<10 {
                        _ = try LedgerWriter(repository).add(
                            [LedgerEntry(annotated: ids[number % 5], line: Array("\(writer) \(number)".utf8))],
                            message: "x", identity: LedgerFixture.identity)
                    }
                }
            }
            try await group.waitForAll()
        }
        let lines = try await fixture.lines()
        #expect(lines.values.map(\.count).reduce(0, +) == 80)
        #expect(try await fixture.disk.git("rev-list", "--count", "refs/notes/countersign") == "80")
        try await fixture.expectSound()
    }

    @Test("no line of any of four processes is lost")
    func processes() async throws {
        let fixture = try await LedgerFixture()
        let path = fixture.disk.path
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    try await GitCommand.run(LedgerFixture.helper, [path, "writer\(writer)", "10"]).status
                }
            }
            for try await status in group { #expect(status == 0) }
        }
        #expect(try await fixture.lines().values.map(\.count).reduce(0, +) == 40)
        try await fixture.expectSound()
    }

    @Test("a writer killed at any moment leaves a whole ledger")
    func killed() async throws {
        let fixture = try await LedgerFixture()
        for attempt in 1...8 {
            let seconds = "0.0\(attempt)"
            await #expect(throws: GitCommandError.killed(program: "timeout", signal: 9)) {
                try await GitCommand.run(
                    "timeout", ["-s", "KILL", seconds, LedgerFixture.helper, fixture.disk.path, "\(attempt)", "100000"])
            }
            try? FileManager.default.removeItem(atPath: fixture.disk.path + "/refs/notes/countersign.lock")
        }
        let commits = try await fixture.disk.git("for-each-ref", "refs/notes/countersign")
        let lines = try await fixture.lines().values.map(\.count).reduce(0, +)
        let expected =
            commits.isEmpty ? "0" : try await fixture.disk.git("rev-list", "--count", "refs/notes/countersign")
        #expect(String(lines) == expected)
        try await fixture.expectSound()
    }

    @Test("a lock that stays ends in a clear error, and nothing is written")
    func staleLock() async throws {
        let fixture = try await LedgerFixture()
        try fixture.disk.write("refs/notes/countersign.lock", "")
        let writer = LedgerWriter(fixture.repository, patience: .milliseconds(20))
        let error = LedgerError.contended(reference: Ledger.reference, seconds: 0, locked: true)
        #expect(throws: error) {
            try writer.add(
                [LedgerEntry(annotated: .zero, line: [97])], message: "x", identity: LedgerFixture.identity)
        }
        #expect(error.advice?.contains("refs/notes/countersign.lock") == true)
        #expect(try await fixture.snapshot().tip == nil)
    }
}
