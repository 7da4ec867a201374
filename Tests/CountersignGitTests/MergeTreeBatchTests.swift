import CountersignObjects
import TestRepositories
import Testing

@testable import CountersignGit

@Suite("Recomputing many merges at once")
struct MergeTreeBatchTests {
    private typealias Sides = MergeTreeCommand.Sides

    @Test("each merge comes to what it comes to by itself, one that can't be done among them")
    func oneByOne() async throws {
        let repository = try await TestRepository()
        let base = try await commit(repository, on: [], ["f": Self.lines(), "g": "g\n"])
        let first = try await commit(repository, on: [base], ["f": Self.lines([1: "first"])])
        let last = try await commit(repository, on: [base], ["f": Self.lines([9: "last"])])
        let other = try await commit(repository, on: [base], ["f": Self.lines([1: "other"]), "line\nfeed": "g\n"])
        let unrelated = try await commit(repository, on: [], ["h": "h\n"])
        let (left, right) = try await crossed(repository, first, last)
        let opened = try Repository.open(at: repository.path)
        let clean = Sides(ours: first, theirs: last, base: base)
        let conflict = Sides(ours: first, theirs: other, base: base)
        let several = Sides(ours: left, theirs: right)
        let missing = Sides(ours: first, theirs: .zero)
        let merges = [
            clean, conflict, several, Sides(ours: first, theirs: unrelated),
            Sides(ours: base, theirs: last, base: base),
            Sides(ours: first, theirs: last), missing, conflict, clean, Sides(ours: .zero, theirs: last, base: base),
            several,
        ]
        let before = try repository.objectFiles()
        let command = opened.mergeTreeCommand
        var expected: [Result<ObjectID?, GitCommandError>] = []
        for merge in merges { expected.append(await command.outcome(of: merge)) }
        #expect(await command.cleanMergeTrees(of: merges) == expected)
        #expect(await command.cleanMergeTrees(of: Array(merges.prefix(6))) == Array(expected.prefix(6)))
        #expect(try expected[0].get() != nil && expected[1].get() == nil && expected[2].get() != nil)
        #expect(throws: GitCommandError.self) { try expected[6].get() }
        #expect(try repository.objectFiles() == before)
        #expect(await command.cleanMergeTrees(of: []).isEmpty)
    }

    @Test("answers count so far as they are whole")
    func answers() {
        let (one, two) = (ObjectID.emptyTree, ObjectID.zero)
        func read(_ text: String) -> [ObjectID?] { MergeTreeCommand.answers(in: Array(text.utf8)) }
        let clean = "1\0\(one)\0\0"
        let conflict = "0\0\(two)\0a\0b\nc\0\0"
        #expect(read(clean + conflict + clean) == [one, nil, one])
        #expect(read(conflict + clean.dropLast()) == [nil])
        #expect(read(clean + "1\0\(one)\0") == [one])
        #expect(read(clean + "1\0\(one.hex.dropLast())\0\0" + clean) == [one])
        #expect(read("-1\0\(one)\0\0" + clean).isEmpty)
        #expect(read("1\0\(one)\0a\0\0" + clean).isEmpty)
        #expect(read("0\0\(two)\0a\0b\0").isEmpty)
        #expect(read("\(one)\n").isEmpty)
        #expect(read("").isEmpty)
    }

    /// Two merges of the same two commits, each with them in an order of its own: they have both as merge bases.
    private func crossed(
        _ repository: TestRepository, _ one: ObjectID, _ two: ObjectID
    ) async throws -> (ObjectID, ObjectID) {
        let merged = Self.lines([1: "first", 9: "last"])
        return (
            try await commit(repository, on: [one, two], ["f": merged, "left": "left\n"]),
            try await commit(repository, on: [two, one], ["f": merged, "right": "right\n"])
        )
    }

    private func commit(
        _ repository: TestRepository, on parents: [ObjectID], _ files: [String: String]
    ) async throws -> ObjectID {
        var entries = ""
        for (name, text) in files {
            entries +=
                "100644 blob \(try await repository.git(["hash-object", "-w", "--stdin"], input: text))\t\(name)\0"
        }
        let tree = try await repository.git(["mktree", "-z"], input: entries)
        let arguments = ["commit-tree", "-m", "m", tree] + parents.flatMap { ["-p", $0.hex] }
        return try objectID(await repository.git(arguments))
    }

    private static func lines(_ changes: [Int: String] = [:]) -> String {
        (1...9).map { (changes[$0] ?? "\($0)") + "\n" }.joined()
    }
}
