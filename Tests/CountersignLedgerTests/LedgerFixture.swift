import CountersignGit
import CountersignLedger
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

/// A bare repository, and short ways to write and read its ledger.
struct LedgerFixture {
    static let identity = Identity(
        name: "Alice", email: "alice@example.com", time: Timestamp(seconds: 1_700_000_000))

    let disk: TestRepository
    let repository: Repository

    init() async throws {
        disk = try await TestRepository("--bare")
        repository = try Repository.open(at: disk.path)
    }

    @discardableResult
    func add(_ lines: [(ObjectID, String)], parents: [ObjectID] = []) throws -> LedgerWriter.Outcome {
        try LedgerWriter(repository).add(
            lines.map { LedgerEntry(annotated: $0.0, line: Array($0.1.utf8)) }, message: "Add \(lines.count)\n",
            identity: Self.identity, parents: parents)
    }

    func snapshot() async throws -> LedgerSnapshot { try await Ledger.snapshot(repository) }

    /// The lines by the ids that they hang on.
    func lines() async throws -> [ObjectID: [String]] {
        Dictionary(uniqueKeysWithValues: try await snapshot().notes.map { ($0.annotated, $0.lines.map(Self.text)) })
    }

    /// Runs `git notes` on the ledger.
    @discardableResult
    func notes(_ arguments: String..., input: String = "") async throws -> String {
        try await disk.git(["notes", "--ref=countersign"] + arguments, input: input)
    }

    /// The notes' paths in the tree.
    func paths() async throws -> [String] {
        try await disk.git("ls-tree", "-r", "--name-only", "refs/notes/countersign").split(separator: "\n")
            .map(String.init)
    }

    /// Makes the ledger of entries at any path, given as blob contents, by git's own tools.
    func store(_ files: [(path: String, content: [UInt8])]) async throws {
        var stream = Array("commit refs/notes/countersign\ncommitter A <a@example.com> 1 +0000\ndata 0\n".utf8)
        for (path, content) in files {
            stream += Array("M 100644 inline \(path)\ndata \(content.count)\n".utf8) + content + [10]
        }
        try await disk.gitBytes(["fast-import", "--quiet"], input: stream)
    }

    func expectSound() async throws {
        #expect(try await disk.git("fsck", "--strict", "--no-dangling") == "")
    }

    /// The program beside the tests that adds lines.
    static var helper: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/ledger-writer"
    }

    static func text(_ line: [UInt8]) -> String { String(decoding: line, as: UTF8.self) }

    /// Ids spread evenly, the same in every run.
    static func ids(_ count: Int, seed: UInt64 = 1) -> [ObjectID] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).compactMap { _ in
            ObjectID(bytes: (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
    }
}
