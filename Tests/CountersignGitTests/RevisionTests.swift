import CountersignGit
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

@Suite("Naming commits")
struct RevisionTests {
    @Test("revisions resolve as git resolves them")
    func resolves() async throws {
        let repository = try await history()
        let opened = try Repository.open(at: repository.path)
        let head = try await repository.git("rev-parse", "HEAD")
        let revisions = [
            "HEAD", "main", "refs/heads/main", "HEAD~1", "HEAD~2", "HEAD^", "light", "annotated", "nested", "nested~1",
            "@{u}", "main@{upstream}", "@", String(head.prefix(7)), head, head.uppercased(),
        ]
        for revision in revisions {
            let judge = try await repository.git("rev-parse", "--verify", "\(revision)^{commit}")
            #expect(try opened.resolveCommit(revision).hex == judge, "\(revision)")
        }
    }

    @Test(
        "what names nothing is unknown",
        arguments: ["", "nope", "HEAD~9", "HEAD\0", "a..b", "zzzz", "@{-1}", "HEAD:nope"])
    func unknown(revision: String) async throws {
        let repository = try await history()
        let opened = try Repository.open(at: repository.path)
        #expect(throws: GitError.unknownRevision(revision)) { _ = try opened.resolveCommit(revision) }
    }

    @Test("a revision that names a tree or a blob is of the wrong type")
    func wrongType() async throws {
        let repository = try await history()
        let opened = try Repository.open(at: repository.path)
        let tree = try objectID(await repository.git("rev-parse", "HEAD^{tree}"))
        let blob = try objectID(await repository.git("rev-parse", "HEAD:f"))
        try await repository.git("tag", "-a", "-m", "x", "blobtag", blob.hex)
        let treeError = GitError.wrongType(tree, expected: .commit, found: .tree)
        let blobError = GitError.wrongType(blob, expected: .commit, found: .blob)
        #expect(throws: treeError) { _ = try opened.resolveCommit("HEAD^{tree}") }
        #expect(throws: blobError) { _ = try opened.resolveCommit("HEAD:f") }
        #expect(throws: blobError) { _ = try opened.resolveCommit("blobtag") }
    }

    @Test("a known name of an absent object is missing, not unknown")
    func missing() async throws {
        let repository = try await history()
        let absent = String(repeating: "1", count: 40)
        try repository.write(".git/refs/heads/lost", absent + "\n")
        let opened = try Repository.open(at: repository.path)
        let error = GitError.missingObject(try objectID(absent), shallow: false)
        #expect(throws: error) { _ = try opened.resolveCommit(absent) }
        #expect(throws: error) { _ = try opened.resolveCommit("lost") }
    }

    @Test("a prefix of several objects is ambiguous")
    func ambiguous() async throws {
        let repository = try await TestRepository()
        let opened = try Repository.open(at: repository.path)
        var prefixes: Set<Substring> = []
        for number in 0..<3000 {
            let id = try opened.writeBlob(Array(String(number).utf8))
            guard prefixes.insert(id.hex.prefix(4)).inserted else {
                let revision = String(id.hex.prefix(4))
                #expect(throws: GitError.ambiguousRevision(revision)) { _ = try opened.resolveCommit(revision) }
                return
            }
        }
        Issue.record("no two ids began alike")
    }

    @Test(
        "a name that stands for several things is none of them",
        arguments: ["refs/tags/main", "refs/remotes/main/HEAD", "refs/main", "refs/heads/refs/heads/main"])
    func severalMeanings(reference: String) async throws {
        let repository = try await history()
        let opened = try Repository.open(at: repository.path)
        let main = reference == "refs/heads/refs/heads/main" ? "refs/heads/main" : "main"
        let before = try opened.resolveCommit("\(main)~1")
        try repository.write(".git/\(reference)", before.hex + "\n")
        for revision in [main, "\(main)~1", "\(main)^{commit}", "\(main)@{0}"] {
            #expect(throws: GitError.ambiguousRevision(main)) { _ = try opened.resolveCommit(revision) }
        }
        try repository.write(".git/\(reference)", try await repository.git("rev-parse", "refs/heads/main") + "\n")
        #expect(try opened.resolveCommit("\(main)~1") == before, "several names of one object mean the same")
    }

    @Test("a tag named like an abbreviated id, or like @, takes nothing's place")
    func tagsInThePlaceOfIDs() async throws {
        let repository = try await history()
        let opened = try Repository.open(at: repository.path)
        let (first, last) = (try opened.resolveCommit("HEAD~2"), try opened.resolveCommit("HEAD"))
        let short = String(last.hex.prefix(12))
        for name in [short, short.uppercased(), last.hex, "@"] {
            try repository.write(".git/refs/tags/\(name)", first.hex + "\n")
        }
        for name in [short, short.uppercased(), "@"] {
            #expect(throws: GitError.ambiguousRevision(name)) { _ = try opened.resolveCommit(name) }
        }
        #expect(try opened.resolveCommit(last.hex) == last, "all digits are always the id")
        try repository.write(".git/refs/heads/cafe", first.hex + "\n")
        #expect(try opened.resolveCommit("cafe") == first, "what no id begins with is a name like any")
    }

    private func history() async throws -> TestRepository {
        let repository = try await TestRepository()
        for name in ["one", "two", "three"] { try await repository.commit(name, ["f": name]) }
        try await repository.git("tag", "light", "HEAD~1")
        try await repository.git("tag", "-a", "-m", "x", "annotated", "HEAD~1")
        try await repository.git("tag", "-a", "-m", "x", "nested", "annotated")
        try await repository.git("branch", "-q", "base", "HEAD~2")
        try await repository.git("branch", "-q", "-u", "base")
        return repository
    }
}

@Suite("Listing references")
struct ReferenceTests {
    @Test("loose, packed, annotated and symbolic references are peeled; trees and dangling ones are left out")
    func all() async throws {
        let repository = try await TestRepository()
        let first = try await repository.commit("one", ["f": "x"])
        try await repository.git("tag", "-a", "-m", "x", "tag")
        try await repository.git("tag", "-a", "-m", "x", "tree-tag", "HEAD^{tree}")
        try await repository.git("update-ref", "refs/odd/tree", "HEAD^{tree}")
        try await repository.git("symbolic-ref", "refs/remotes/o/HEAD", "refs/remotes/o/gone")
        try await repository.git("pack-refs", "--all")
        let second = try await repository.commit("two")
        try await repository.git("symbolic-ref", "refs/sym", "refs/heads/main")
        let found = try Repository.open(at: repository.path).references()
        #expect(found.map(\.name) == ["refs/heads/main", "refs/sym", "refs/tags/tag"])
        #expect(found.map(\.commit.hex) == [second, second, first])
    }

    @Test("a reference that can't be read is an error, never skipped", arguments: ["", "junk\n", "1234\n"])
    func broken(content: String) async throws {
        let repository = try await TestRepository()
        try await repository.commit("one")
        try repository.write(".git/refs/heads/broken", content)
        try expectCorrupt("refs/heads/broken", in: repository)
    }

    private func expectCorrupt(_ name: String, in repository: TestRepository) throws {
        let opened = try Repository.open(at: repository.path)
        #expect {
            _ = try opened.references()
        } throws: { error in
            guard case GitError.corruptReference(name, _) = error else { return false }
            return true
        }
    }

    @Test("a reference that can't be read is not taken for what was packed of it before", arguments: ["", "junk\n"])
    func brokenSincePacked(content: String) async throws {
        let repository = try await TestRepository()
        try await repository.commit("one")
        try await repository.git("branch", "packed")
        try await repository.git("pack-refs", "--all")
        try repository.write(".git/refs/heads/packed", content)
        try expectCorrupt("refs/heads/packed", in: repository)
    }

    @Test("a reference to an absent object is an error")
    func missing() async throws {
        let repository = try await TestRepository()
        try await repository.commit("one")
        try repository.write(".git/refs/heads/lost", String(repeating: "1", count: 40) + "\n")
        let opened = try Repository.open(at: repository.path)
        #expect(throws: GitError.self) { _ = try opened.references() }
    }

    @Test("one reference is read by its full name")
    func one() async throws {
        let repository = try await TestRepository()
        let commit = try await repository.commit("one")
        let opened = try Repository.open(at: repository.path)
        #expect(try opened.reference("refs/heads/main")?.hex == commit)
        #expect(try opened.reference("HEAD")?.hex == commit)
        #expect(try opened.reference("refs/notes/none") == nil)
        #expect(throws: GitError.invalidReferenceName("refs/a..b")) { _ = try opened.reference("refs/a..b") }
    }
}
