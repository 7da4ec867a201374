import CountersignGit
import CountersignLedger
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Writing the ledger, with git notes as judge")
struct LedgerWriterTests {
    @Test("git notes reads what was written, at every size", arguments: [1, 2, 255, 256, 257, 300, 2000])
    func sizes(count: Int) async throws {
        let fixture = try await LedgerFixture()
        let ids = LedgerFixture.ids(count)
        try fixture.add(ids.map { ($0, "line on \($0)") })
        let listed = try await fixture.notes("list").split(separator: "\n").map { $0.suffix(40) }
        #expect(listed.map(String.init).sorted() == ids.map(\.hex).sorted())
        for id in ids.prefix(3) { #expect(try await fixture.notes("show", id.hex) == "line on \(id)") }
        #expect(try await fixture.lines() == Dictionary(uniqueKeysWithValues: ids.map { ($0, ["line on \($0)"]) }))
        #expect(try await fixture.paths().contains { $0.contains("/") } == (count > 256))
        try await fixture.expectSound()
    }

    @Test("many small commits give the same as one large, and no directory grows past its limit")
    func oneByOne() async throws {
        let fixture = try await LedgerFixture()
        let ids = LedgerFixture.ids(300)
        for id in ids { try fixture.add([(id, "line")]) }
        #expect(try await fixture.lines().count == 300)
        #expect(try await fixture.disk.git("rev-list", "--count", "refs/notes/countersign") == "300")
        #expect(try await fixture.notes("list").split(separator: "\n").count == 300)
        let perDirectory = Dictionary(grouping: try await fixture.paths()) { $0.split(separator: "/").dropLast() }
        #expect(perDirectory.values.allSatisfy { $0.count <= 256 })
        try await fixture.expectSound()
    }

    @Test("git's own append and ours take turns and lose nothing")
    func turns() async throws {
        let fixture = try await LedgerFixture()
        let head = try fixture.repository.writeCommit(
            tree: .emptyTree, parents: [], author: LedgerFixture.identity, committer: LedgerFixture.identity,
            message: "x")
        for id in LedgerFixture.ids(300) { try fixture.add([(id, "ours")]) }
        for number in 0..<4 {
            try await fixture.notes("append", "-m", "theirs \(number)", head.hex)
            try fixture.add([(head, "ours \(number)")])
        }
        let expected = (0..<4).map { "ours \($0)" } + (0..<4).map { "theirs \($0)" }
        #expect(try await fixture.lines()[head] == expected)
        #expect(try await fixture.notes("show", head.hex) == expected.joined(separator: "\n"))
        #expect(try await fixture.lines().count == 301)
        try await fixture.expectSound()
    }

    @Test("a commit under several paths gets one note with the lines of all")
    func unitesPaths() async throws {
        let fixture = try await LedgerFixture()
        let hex = "abcdef0123456789abcdef0123456789abcdef01"
        let id = try #require(ObjectID(hex: hex))
        try await fixture.store([
            (hex, Array("flat\n".utf8)), ("ab/\(hex.dropFirst(2))", Array("two\r\n\n".utf8)),
            ("AB/\(hex.dropFirst(2).uppercased())", Array("upper\n".utf8)), ("README", Array("kept\n".utf8)),
        ])
        try fixture.add([(id, "new")])
        #expect(try await fixture.paths() == ["README", "ab/\(hex.dropFirst(2))"])
        #expect(try await fixture.notes("show", hex) == "flat\nnew\ntwo\nupper")
        try await fixture.expectSound()
    }

    @Test("moving an overfull directory's notes down unites them with those that are there")
    func splitUnites() async throws {
        let fixture = try await LedgerFixture()
        let ids = LedgerFixture.ids(400)
        var files = ids.map { (path: $0.hex, content: Array("flat\n".utf8)) }
        files.append(("\(ids[0].hex.prefix(2))/\(ids[0].hex.dropFirst(2))", Array("deep\n".utf8)))
        try await fixture.store(files)
        try fixture.add([(ids[399], "new")])
        let lines = try await fixture.lines()
        #expect(lines.count == 400)
        #expect(lines[ids[0]] == ["deep", "flat"])
        #expect(lines[ids[399]] == ["flat", "new"])
        #expect(try await fixture.paths().allSatisfy { $0.contains("/") })
        #expect(try await fixture.paths().count == 400)
        try await fixture.expectSound()
    }

    @Test("an existing note stays where it is, and other entries are kept")
    func keepsFanOut() async throws {
        let fixture = try await LedgerFixture()
        let hex = "abcdef0123456789abcdef0123456789abcdef01"
        let path = "ab/cd/\(hex.dropFirst(4))"
        try await fixture.store([(path, Array("{junk\nold\n".utf8)), ("README", [1])])
        try fixture.add([(try #require(ObjectID(hex: hex)), "new")])
        #expect(try await fixture.paths() == ["README", path])
        #expect(try await fixture.notes("show", hex) == "new\nold\n{junk")
    }

    @Test("lines that are all there make no commit")
    func unchanged() async throws {
        let fixture = try await LedgerFixture()
        let ids = LedgerFixture.ids(2)
        guard case .written(let tip, attempts: 1) = try fixture.add([(ids[0], "a"), (ids[0], "b"), (ids[1], "a")])
        else {
            Issue.record("nothing was written")
            return
        }
        let before = try fixture.disk.objectFiles()
        #expect(try fixture.add([(ids[0], "b"), (ids[1], "a")]) == .unchanged(tip: tip))
        #expect(try fixture.add([]) == .unchanged(tip: tip))
        #expect(try fixture.disk.objectFiles() == before)
        #expect(try await fixture.snapshot().tip == tip)
    }

    @Test("lines that could not be read back are refused", arguments: ["", "  ", "a\nb", "a\0b", "a\r"])
    func invalidLines(line: String) async throws {
        let fixture = try await LedgerFixture()
        #expect(throws: LedgerError.self) { try fixture.add([(.zero, "good"), (.zero, line)]) }
        #expect(try await fixture.snapshot().tip == nil)
    }

    @Test("a note with a NUL byte is refused and left alone; its neighbours are written")
    func noteWithNUL() async throws {
        let fixture = try await LedgerFixture()
        let ids = LedgerFixture.ids(2)
        try await fixture.store([(ids[0].hex, [97, 0, 98, 10])])
        let error = LedgerError.noteHasNUL(path: ids[0].hex)
        #expect(throws: error) { try fixture.add([(ids[0], "new"), (ids[1], "new")]) }
        #expect(error.advice != nil)
        try fixture.add([(ids[1], "new")])
        #expect(try await fixture.lines() == [ids[0]: ["a\0b"], ids[1]: ["new"]])
    }

    @Test("a note that would grow past the limit is refused")
    func tooLarge() async throws {
        let fixture = try await LedgerFixture()
        let line = String(repeating: "a", count: 16 << 20)
        #expect(throws: LedgerError.noteTooLarge(path: ObjectID.zero.hex, limit: 16 << 20)) {
            try fixture.add([(.zero, line)])
        }
    }

    @Test("further parents join another history, once")
    func parents() async throws {
        let (fixture, other) = (try await LedgerFixture(), LedgerFixture.ids(1)[0])
        try fixture.add([(other, "a")])
        let theirs = try fixture.repository.writeCommit(
            tree: .emptyTree, parents: [], author: LedgerFixture.identity, committer: LedgerFixture.identity,
            message: "theirs")
        guard case .written(let commit, _) = try fixture.add([(other, "a")], parents: [theirs]) else {
            Issue.record("no commit joins the other history")
            return
        }
        #expect(try await fixture.disk.git("rev-parse", "\(commit)^2") == theirs.hex)
        #expect(try fixture.add([(other, "a")], parents: [theirs]) == .unchanged(tip: commit))
    }

    @Test("adding to a ledger of 20,000 notes writes little", arguments: [false, true])
    func growth(byGit: Bool) async throws {
        let fixture = try await LedgerFixture()
        let ids = LedgerFixture.ids(20_000)
        if byGit {
            try await fixture.store(ids.map { ("\($0.hex.prefix(2))/\($0.hex.dropFirst(2))", Array("line\n".utf8)) })
        } else {
            try fixture.add(ids.map { ($0, "line") })
        }
        let before = try fixture.disk.objectFiles()
        try fixture.add([(LedgerFixture.ids(1, seed: 2)[0], "new")])
        let added = try fixture.disk.objectFiles().filter { before[$0.key] == nil }
        #expect(added.values.reduce(0, +) < 100_000)
        #expect(added.count <= 5)
        #expect(try await fixture.snapshot().notes.count == 20_001)
    }
}
