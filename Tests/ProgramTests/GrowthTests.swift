import CountersignLedger
import CountersignObjects
import Scenarios
import TestRepositories
import Testing

@Suite("A large ledger")
struct GrowthTests {
    @Test("one more approval among 20,000 notes costs a few small objects and keeps the fan-out")
    func growth() async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        let git = scenario.repository
        try await fill(git, notes: 20_000)
        let (files, trees) = (try git.objectFiles(), try await directorySizes(git))
        #expect(trees.values.reduce(0, +) == 20_000 && trees.count == 256)

        let outcome = try await Program(in: scenario, as: scenario.cast.alice).run(
            "approve", "--as-of", Scenario.day.rfc3339, "topic")
        #expect(outcome.status == 0, "\(outcome.errors)")

        let added = try git.objectFiles().filter { files[$0.key] == nil }
        #expect(added.values.reduce(0, +) < 200_000)
        // The note, its directory, the directory above and the commit.
        #expect(added.count == 4, "\(added)")
        #expect(try git.objectFiles().count == files.count + added.count)
        let path = "\(commit.hex.prefix(2))/\(commit.hex.dropFirst(2))"
        #expect(try await git.git("ls-tree", "--name-only", "refs/notes/countersign", path) == path)
        let after = try await directorySizes(git)
        #expect(after.values.reduce(0, +) == 20_001 && after.count == 256)
        #expect((after.values.max() ?? 0) <= 256)
        #expect(try await Program(in: git.path).verify(scenario, commit).status == 0)
        #expect(try await git.git("notes", "--ref=countersign", "show", commit.hex).contains("\"payloadType\""))
    }

    /// Fills the ledger by git's own tools, fanned out as both git and the program would have it at that size.
    private func fill(_ git: TestRepository, notes: Int) async throws {
        var generator = SeededGenerator(seed: 1)
        var stream = "commit refs/notes/countersign\ncommitter A <a@example.com> 1 +0000\ndata 0\n"
        for number in 0..<notes {
            let bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }
            guard let id = ObjectID(bytes: bytes)?.hex else { continue }
            let line = "line \(number)\n"
            stream += "M 100644 inline \(id.prefix(2))/\(id.dropFirst(2))\ndata \(line.utf8.count)\n\(line)\n"
        }
        try await git.git(["fast-import", "--quiet"], input: stream)
    }

    /// How many notes each directory of the ledger holds.
    private func directorySizes(_ git: TestRepository) async throws -> [Substring: Int] {
        let paths = try await git.git("ls-tree", "-r", "--name-only", "refs/notes/countersign").split(separator: "\n")
        return Dictionary(grouping: paths) { $0.prefix(2) }.mapValues(\.count)
    }
}
