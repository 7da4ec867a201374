import CountersignGit
import CountersignLedger
import CountersignObjects
import TestRepositories
import Testing

@Suite("Reading the ledger")
struct LedgerReadingTests {
    @Test("no reference is an empty ledger")
    func empty() async throws {
        let snapshot = try await LedgerFixture().snapshot()
        #expect(snapshot.tip == nil && snapshot.tree == nil && snapshot.notes.isEmpty && snapshot.defects.isEmpty)
    }

    @Test("what git notes writes is read, at every fan-out", arguments: [1, 5, 300])
    func writtenByGit(count: Int) async throws {
        let fixture = try await LedgerFixture()
        var expected: [ObjectID: [String]] = [:]
        var stream = "commit refs/heads/main\ncommitter A <a@example.com> 1 +0000\ndata 0\n\n"
        stream += "commit refs/notes/countersign\ncommitter A <a@example.com> 1 +0000\ndata 0\n"
        for number in 0..<count {
            let id = try await commit(number, in: fixture)
            expected[id] = ["line \(number)"]
            let text = "line \(number)\n"
            stream += "N inline \(id)\ndata \(text.utf8.count)\n\(text)\n"
        }
        try await fixture.disk.git(["fast-import", "--quiet"], input: stream)
        let first = try #require(expected.keys.min())
        try await fixture.notes("append", "-m", "more", first.hex)
        expected[first, default: []].append("more")
        #expect(try await fixture.lines() == expected.mapValues { $0.sorted() })
        #expect(try await fixture.snapshot().defects.isEmpty)
        #expect(try await fixture.paths().contains { $0.contains("/") } == (count == 300))
    }

    @Test("a commit found under several paths has the lines of all")
    func mixedFanOut() async throws {
        let fixture = try await LedgerFixture()
        let hex = "abcdef0123456789abcdef0123456789abcdef01"
        let rest = hex.dropFirst(2)
        let deeper = rest.dropFirst(2)
        try await fixture.store([
            (hex, Array("flat\nsame\n".utf8)), ("ab/\(rest)", Array("two\nsame\n".utf8)),
            ("ab/cd/\(deeper)", Array("three\n".utf8)), ("ab/cd/ef/\(deeper.dropFirst(2))", Array("four\n".utf8)),
            (hex.uppercased(), Array("upper\n".utf8)),
            (pathOfPairs(hex), Array("deepest\n".utf8)),
        ])
        let lines = try await fixture.lines()
        let id = try #require(ObjectID(hex: hex))
        #expect(lines == [id: ["deepest", "flat", "four", "same", "three", "two", "upper"]])
        #expect(try await fixture.snapshot().defects.isEmpty)
    }

    @Test("CRLF, blank and double lines, and no line end at the end, are read")
    func lineEnds() async throws {
        let fixture = try await LedgerFixture()
        let id = LedgerFixture.ids(1)[0]
        try await fixture.store([(id.hex, Array("b\r\n\r\n\na\nb\n  \n\u{e9}\nc".utf8))])
        #expect(try await fixture.lines() == [id: ["a", "b", "c", "\u{e9}"]])
    }

    @Test("what is no readable note is reported and hides nothing")
    func defects() async throws {
        let fixture = try await LedgerFixture()
        let ids = LedgerFixture.ids(4).sorted()
        let good = try fixture.repository.writeBlob(Array("good\n".utf8))
        let withNUL = try fixture.repository.writeBlob(Array("one\nt\0wo\n".utf8))
        let huge = try fixture.repository.writeBlob([UInt8](repeating: 97, count: (16 << 20) + 1))
        func entry(_ name: String, _ mode: UInt32, _ id: ObjectID) -> TreeEntry {
            TreeEntry(name: Array(name.utf8), mode: mode, id: id)
        }
        let inner = try fixture.repository.writeTree([entry("README", FileMode.file, good)])
        let tree = try fixture.repository.writeTree([
            entry(ids[0].hex, FileMode.file, good), entry(ids[1].hex, FileMode.file, withNUL),
            entry(ids[2].hex, FileMode.file, huge), entry(ids[3].hex, 0o120000, good),
            entry("README", FileMode.file, good), entry("zz", FileMode.tree, inner), entry("0f", FileMode.tree, inner),
            entry("0e", FileMode.file, good), entry(String(repeating: "7", count: 40), FileMode.tree, inner),
            entry(String(repeating: "8", count: 40), 0o160000, good), entry("0d", FileMode.tree, .emptyTree),
        ])
        try await point(fixture, at: tree)
        let snapshot = try await fixture.snapshot()
        #expect(snapshot.notes.map(\.annotated) == [ids[0], ids[1], ids[2]])
        #expect(snapshot.notes.map { $0.lines.map(LedgerFixture.text) } == [["good"], ["one", "t\0wo"], []])
        let expected: [LedgerDefect.Kind] = [
            .hasNUL, .tooLarge(limit: 16 << 20), .notABlob, .otherName, .otherName, .otherName, .otherName, .notABlob,
            .notABlob,
        ]
        let paths = [
            ids[1].hex, ids[2].hex, ids[3].hex, "README", "zz", "0f/README", "0e", String(repeating: "7", count: 40),
            String(repeating: "8", count: 40),
        ]
        let sorted = zip(paths, expected).sorted { $0.0 < $1.0 }
        #expect(snapshot.defects.map(\.path) == sorted.map(\.0))
        #expect(snapshot.defects.map(\.kind) == sorted.map(\.1))
    }

    @Test("a missing note is an error, not a note less")
    func missingBlob() async throws {
        let fixture = try await LedgerFixture()
        let tree = try fixture.repository.writeTree([
            TreeEntry(name: Array(ObjectID.emptyTree.hex.utf8), mode: FileMode.file, id: .zero)
        ])
        try await point(fixture, at: tree)
        await #expect(throws: GitError.missingObject(.zero, shallow: false)) { _ = try await fixture.snapshot() }
    }

    @Test("a reference to something that is no commit is an error")
    func notACommit() async throws {
        let fixture = try await LedgerFixture()
        let blob = try fixture.repository.writeBlob([1])
        try await fixture.disk.git("update-ref", "refs/notes/countersign", blob.hex)
        await #expect(throws: GitError.wrongType(blob, expected: .commit, found: .blob)) {
            _ = try await fixture.snapshot()
        }
    }

    private func point(_ fixture: LedgerFixture, at tree: ObjectID) async throws {
        let commit = try fixture.repository.writeCommit(
            tree: tree, parents: [], author: LedgerFixture.identity, committer: LedgerFixture.identity, message: "x")
        try await fixture.disk.git("update-ref", "refs/notes/countersign", commit.hex)
    }

    private func commit(_ number: Int, in fixture: LedgerFixture) async throws -> ObjectID {
        try fixture.repository.writeCommit(
            tree: .emptyTree, parents: [], author: LedgerFixture.identity, committer: LedgerFixture.identity,
            message: "commit \(number)")
    }

    /// `ab/cd/…/01`, the deepest path that spells an id.
    private func pathOfPairs(_ hex: String) -> String {
        stride(from: 0, to: 40, by: 2).map { String(hex.dropFirst($0).prefix(2)) }.joined(separator: "/")
    }
}
