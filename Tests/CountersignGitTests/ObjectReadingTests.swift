import CountersignGit
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Reading objects")
struct ObjectReadingTests {
    @Test("a commit's bytes are exactly those that git stores")
    func commitBytes() async throws {
        let repository = try await TestRepository()
        let id = try await repository.commit("one\n\nwith a body", ["a": "x"])
        let expected = try await repository.gitBytes(["cat-file", "commit", id])
        let opened = try Repository.open(at: repository.path)
        #expect(try opened.commitBytes(objectID(id)) { Array($0) } == expected)
    }

    @Test("an object of another kind is refused")
    func wrongType() async throws {
        let repository = try await TestRepository()
        let commit = try await repository.commit("one", ["a": "x"])
        let opened = try Repository.open(at: repository.path)
        let tree = try objectID(await repository.git("rev-parse", "HEAD^{tree}"))
        #expect(throws: GitError.wrongType(tree, expected: .commit, found: .tree)) {
            try opened.commitBytes(tree) { _ in }
        }
        let id = try objectID(commit)
        #expect(throws: GitError.wrongType(id, expected: .tree, found: .commit)) { _ = try opened.tree(id) }
        #expect(throws: GitError.wrongType(id, expected: .blob, found: .commit)) { _ = try opened.blob(id, limit: 9) }
        #expect(try opened.objectKind(tree) == .tree)
    }

    @Test("an absent object is missing, and the error knows whether the clone is shallow")
    func missing() async throws {
        let repository = try await TestRepository()
        let first = try await repository.commit("one")
        try await repository.commit("two")
        let absent = ObjectID.zero
        let opened = try Repository.open(at: repository.path)
        #expect(try opened.objectKind(absent) == nil)
        #expect(throws: GitError.missingObject(absent, shallow: false)) { try opened.commitBytes(absent) { _ in } }
        try await repository.git("clone", "-q", "--depth=1", "file://\(repository.path)", "shallow")
        let shallow = try Repository.open(at: repository.path + "/shallow")
        let id = try objectID(first)
        #expect(throws: GitError.missingObject(id, shallow: true)) { try shallow.commitBytes(id) { _ in } }
        #expect(GitError.missingObject(id, shallow: true).advice == "git fetch --unshallow")
    }

    @Test("bytes that do not hash to the object's name are corrupt")
    func forgedContent() async throws {
        let repository = try await TestRepository()
        let first = try await repository.commit("one")
        let second = try await repository.commit("two")
        let (from, to) = (looseFile(repository, first), looseFile(repository, second))
        try FileManager.default.removeItem(atPath: to)
        try FileManager.default.copyItem(atPath: from, toPath: to)
        let opened = try Repository.open(at: repository.path)
        let id = try objectID(second)
        #expect { try opened.commitBytes(id) { _ in } } throws: { error in
            guard case GitError.corruptObject(id, _) = error else { return false }
            return true
        }
    }

    @Test("a cut loose object is corrupt, not absent")
    func cutContent() async throws {
        let repository = try await TestRepository()
        let id = try await repository.commit("one")
        try FileManager.default.removeItem(atPath: looseFile(repository, id))
        try repository.write(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))", "junk")
        let opened = try Repository.open(at: repository.path)
        let commit = try objectID(id)
        #expect { try opened.commitBytes(commit) { _ in } } throws: { error in
            guard case GitError.corruptObject(commit, _) = error else { return false }
            return true
        }
    }

    @Test("a blob over the limit is not read")
    func blobLimit() async throws {
        let repository = try await TestRepository()
        let opened = try Repository.open(at: repository.path)
        let id = try opened.writeBlob(Array("12345".utf8))
        #expect(try opened.blob(id, limit: 5) == Array("12345".utf8))
        #expect(throws: GitError.tooLarge(id, limit: 4)) { _ = try opened.blob(id, limit: 4) }
    }

    @Test(
        "an entry is found by its path",
        arguments: [("a", true), ("d/e/f", true), ("d", true), ("d/x", false), ("a/b", false), ("", false)])
    func entry(path: String, exists: Bool) async throws {
        let repository = try await TestRepository()
        try await repository.commit("one", ["a": "x", "d/e/f": "y"])
        let opened = try Repository.open(at: repository.path)
        let tree = try objectID(await repository.git("rev-parse", "HEAD^{tree}"))
        let entry = try opened.entry(path, in: tree)
        #expect((entry != nil) == exists)
        if exists { #expect(try await repository.git("rev-parse", "HEAD:\(path)") == entry?.id.hex) }
    }

    private func looseFile(_ repository: TestRepository, _ id: String) -> String {
        "\(repository.path)/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    }
}

/// Reads an id that git printed.
func objectID(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }
