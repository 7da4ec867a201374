import CountersignGit
import CountersignObjects
import TestRepositories
import Testing

@Suite("Differences of trees, with git diff-tree as judge")
struct TreeDifferenceTests {
    @Test("random pairs of trees differ as git says", arguments: 0..<60 as Range<UInt64>)
    func randomPairs(seed: UInt64) async throws {
        let repository = try await Self.shared()
        let opened = try Repository.open(at: repository.path)
        var generator = SeededGenerator(seed: seed)
        let first = RandomTree.make(&generator, depth: 3)
        let second = first.changed(&generator, depth: 3)
        let (old, new) = (try first.store(in: opened), try second.store(in: opened))
        try await expectSame(opened, repository, old, new)
        try await expectSame(opened, repository, new, old)
        try await expectSame(opened, repository, .emptyTree, new)
    }

    @Test("equal trees do not differ, and nil is the empty tree")
    func equal() async throws {
        let opened = try Repository.open(at: try await TestRepository().path)
        let blob = try opened.writeBlob([1])
        let tree = try opened.writeTree([TreeEntry(name: [97], mode: FileMode.file, id: blob)])
        #expect(try opened.changes(from: tree, to: tree).isEmpty)
        #expect(try opened.changes(from: nil, to: .emptyTree).isEmpty)
        let added = TreeChange(oldMode: 0, newMode: FileMode.file, oldID: .zero, newID: blob, path: [97])
        #expect(try opened.changes(from: nil, to: tree) == [added])
    }

    @Test("a submodule that .gitmodules says to ignore is seen")
    func ignoredSubmodule() async throws {
        let repository = try await TestRepository()
        let first = try await repository.commit(
            "one", [".gitmodules": "[submodule \"s\"]\n\tpath = s\n\turl = ./s\n\tignore = all\n"])
        try await repository.git("update-index", "--add", "--cacheinfo", "160000,\(first),s")
        try await repository.git("commit", "-q", "-m", "two")
        let opened = try Repository.open(at: repository.path)
        let old = try objectID(await repository.git("rev-parse", "HEAD~^{tree}"))
        let new = try objectID(await repository.git("rev-parse", "HEAD^{tree}"))
        #expect(try opened.changes(from: old, to: new).map(\.newMode) == [0o160000])
        try await expectSame(opened, repository, old, new)
    }

    @Test("trees that spell out endless paths end at the limit")
    func treeBomb() async throws {
        let opened = try Repository.open(at: try await TestRepository().path)
        var tree = try opened.writeTree([])
        for _ in 0..<12 {
            let id = tree
            tree = try opened.writeTree(
                (0..<10).map { TreeEntry(name: [UInt8(ascii: "a") + UInt8($0)], mode: FileMode.tree, id: id) })
        }
        #expect(throws: GitError.tooManyEntries(tree, limit: 5000)) {
            _ = try opened.changes(from: nil, to: tree, limit: 5000)
        }
    }

    @Test("long paths count for more, so that no number of them holds all memory")
    func longPaths() async throws {
        let opened = try Repository.open(at: try await TestRepository().path)
        let blob = try opened.writeBlob([1])
        func tree(nameLength: Int) throws -> ObjectID {
            let ending = [UInt8](repeating: UInt8(ascii: "x"), count: nameLength)
            return try opened.writeTree(
                (0..<100).map { TreeEntry(name: [33 + UInt8($0)] + ending, mode: FileMode.file, id: blob) }
                    .filter { $0.name.first != UInt8(ascii: "/") })
        }
        let (short, long) = (try tree(nameLength: 10), try tree(nameLength: 4000))
        #expect(try opened.changes(from: nil, to: short, limit: 200).count == 99)
        #expect(throws: GitError.tooManyEntries(long, limit: 200)) {
            _ = try opened.changes(from: nil, to: long, limit: 200)
        }
    }

    @Test("trees nested 2,000 deep do not overflow the stack")
    func deep() async throws {
        let opened = try Repository.open(at: try await TestRepository().path)
        let blob = try opened.writeBlob([1])
        var tree = try opened.writeTree([TreeEntry(name: [97], mode: FileMode.file, id: blob)])
        for _ in 0..<2000 { tree = try opened.writeTree([TreeEntry(name: [97], mode: FileMode.tree, id: tree)]) }
        #expect(try opened.changes(from: nil, to: tree).first?.path.count == 4001)
    }

    @Test("a missing subtree is an error")
    func missingSubtree() async throws {
        let opened = try Repository.open(at: try await TestRepository().path)
        let tree = try opened.writeTree([TreeEntry(name: [97], mode: FileMode.tree, id: .zero)])
        #expect(throws: GitError.missingObject(.zero, shallow: false)) { _ = try opened.changes(from: nil, to: tree) }
    }

    private static func shared() async throws -> TestRepository { try await TestRepository("--bare") }

    private func expectSame(
        _ opened: Repository, _ repository: TestRepository, _ old: ObjectID, _ new: ObjectID
    ) async throws {
        let judge = try await repository.gitBytes([
            "diff-tree", "-r", "--no-renames", "--raw", "--full-index", "-z", "--ignore-submodules=none", old.hex,
            new.hex,
        ])
        let ours = try opened.changes(from: old, to: new).flatMap(rawRecord)
        #expect(ours == judge)
    }

    private func rawRecord(_ change: TreeChange) -> [UInt8] {
        func mode(_ mode: UInt32) -> String {
            let digits = String(mode, radix: 8)
            return String(repeating: "0", count: 6 - digits.count) + digits
        }
        let ids = "\(change.oldID) \(change.newID) "
        return Array(":\(mode(change.oldMode)) \(mode(change.newMode)) \(ids)".utf8) + [change.status, 0] + change.path
            + [0]
    }
}
