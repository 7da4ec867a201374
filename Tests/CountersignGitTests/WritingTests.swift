import CountersignGit
import CountersignObjects
import TestRepositories
import Testing

@Suite("Writing objects and moving references")
struct WritingTests {
    static let alice = Identity(
        name: " Al<i>ce\n ", email: "alice@example.com", time: Timestamp(seconds: 1_700_000_000), offsetMinutes: -90)

    @Test("what is written is what git reads, and fsck finds it whole")
    func commit() async throws {
        let repository = try await TestRepository("--bare")
        let opened = try Repository.open(at: repository.path)
        let commit = try makeCommit(opened, "hello\n")
        try opened.compareAndSwap(reference: "refs/heads/main", expected: nil, new: commit, logMessage: "x")
        let shown = try await repository.git("log", "-1", "--format=%an|%ae|%ai|%s", "main")
        #expect(shown == "Alice|alice@example.com|2023-11-14 20:43:20 -0130|hello")
        #expect(try await repository.git("ls-tree", "-r", "--name-only", "main") == "a\na.b\nd/a")
        #expect(try await repository.git("fsck", "--strict") == "")
    }

    @Test("a commit of what is absent or of another kind is refused")
    func refusedCommits() async throws {
        let opened = try Repository.open(at: try await TestRepository("--bare").path)
        let blob = try opened.writeBlob([1])
        let good = try makeCommit(opened, "x")
        func write(_ tree: ObjectID, _ parents: [ObjectID], _ message: String) throws -> ObjectID {
            try opened.writeCommit(
                tree: tree, parents: parents, author: Self.alice, committer: Self.alice, message: message)
        }
        #expect(throws: GitError.missingObject(.zero, shallow: false)) { _ = try write(.zero, [], "x") }
        #expect(throws: GitError.wrongType(blob, expected: .tree, found: .blob)) { _ = try write(blob, [], "x") }
        #expect(throws: GitError.wrongType(blob, expected: .commit, found: .blob)) {
            _ = try write(.emptyTree, [blob], "x")
        }
        #expect(throws: GitError.self) { _ = try write(.emptyTree, [good], "a\0b") }
    }

    @Test("trees that git could not read back are refused", arguments: [[""], ["a/b"], ["a\0b"], ["a", "a"]])
    func refusedTrees(names: [String]) async throws {
        let opened = try Repository.open(at: try await TestRepository("--bare").path)
        let blob = try opened.writeBlob([1])
        #expect(throws: GitError.self) {
            _ = try opened.writeTree(names.map { TreeEntry(name: Array($0.utf8), mode: FileMode.file, id: blob) })
        }
    }

    @Test("a reference moves only from the value that was read")
    func compareAndSwap() async throws {
        let repository = try await TestRepository("--bare")
        let opened = try Repository.open(at: repository.path)
        let name = "refs/notes/countersign"
        let commits = try (0..<3).map { try makeCommit(opened, "\($0)") }
        let moved = GitError.referenceMoved(name, locked: false)
        func swap(_ expected: ObjectID?, _ new: ObjectID) throws {
            try opened.compareAndSwap(reference: name, expected: expected, new: new, logMessage: "x")
        }
        #expect(throws: moved) { try swap(commits[0], commits[1]) }
        try swap(nil, commits[0])
        #expect(throws: moved) { try swap(nil, commits[1]) }
        #expect(throws: moved) { try swap(commits[2], commits[1]) }
        try swap(commits[0], commits[1])
        #expect(try opened.reference(name) == commits[1])
    }

    @Test("a lock held by another process means: try again")
    func locked() async throws {
        let repository = try await TestRepository("--bare")
        let opened = try Repository.open(at: repository.path)
        let commit = try makeCommit(opened, "x")
        try repository.write("refs/notes/countersign.lock", "")
        let error = GitError.referenceMoved("refs/notes/countersign", locked: true)
        #expect(throws: error) {
            try opened.compareAndSwap(
                reference: "refs/notes/countersign", expected: nil, new: commit, logMessage: "x")
        }
        #expect(error.advice?.contains("refs/notes/countersign.lock") == true)
    }

    @Test("a reference in the way of another is no lost race")
    func inTheWay() async throws {
        let repository = try await TestRepository("--bare")
        let opened = try Repository.open(at: repository.path)
        let commit = try makeCommit(opened, "x")
        try opened.compareAndSwap(reference: "refs/notes/a", expected: nil, new: commit, logMessage: "x")
        #expect {
            try opened.compareAndSwap(reference: "refs/notes/a/b", expected: nil, new: commit, logMessage: "x")
        } throws: { error in
            guard case GitError.libgit2 = error else { return false }
            return true
        }
    }

    @Test("ancestors are told from others")
    func ancestors() async throws {
        let repository = try await TestRepository()
        let first = try await objectID(repository.commit("one"))
        let second = try await objectID(repository.commit("two"))
        let opened = try Repository.open(at: repository.path)
        #expect(try opened.isAncestor(first, of: second))
        #expect(try opened.isAncestor(first, of: first))
        #expect(try !opened.isAncestor(second, of: first))
    }

    private func makeCommit(_ opened: Repository, _ message: String) throws -> ObjectID {
        let blob = try opened.writeBlob([1])
        let file = TreeEntry(name: Array("a".utf8), mode: FileMode.file, id: blob)
        let directory = TreeEntry(name: Array("d".utf8), mode: FileMode.tree, id: try opened.writeTree([file]))
        let other = TreeEntry(name: Array("a.b".utf8), mode: FileMode.file, id: blob)
        let tree = try opened.writeTree([directory, other, file])
        return try opened.writeCommit(
            tree: tree, parents: [], author: Self.alice, committer: Self.alice, message: message)
    }
}
