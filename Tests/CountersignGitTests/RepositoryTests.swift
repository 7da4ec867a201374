import CountersignGit
import CountersignObjects
import FoundationEssentials
import TestRepositories
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Opening a repository")
struct RepositoryTests {
    @Test("a directory that is no repository is told as such")
    func notARepository() throws {
        let empty = TestRepository(adopting: try TestRepository.temporaryDirectory())
        #expect(throws: GitError.notARepository(path: empty.path)) { _ = try Repository.open(at: empty.path) }
        #expect(throws: GitError.notARepository(path: "/a\0b")) { _ = try Repository.open(at: "/a\0b") }
    }

    @Test("a subdirectory leads to the repository around it")
    func subdirectory() async throws {
        let repository = try await TestRepository()
        try await repository.commit("one", ["a/b/c": "x"])
        let opened = try Repository.open(at: repository.path + "/a/b")
        #expect(opened.gitDirectory.hasSuffix("/.git"))
        #expect(!opened.isShallow)
        #expect(!opened.isBare)
    }

    @Test("a linked work tree has its own git directory and a common one")
    func linkedWorkTree() async throws {
        let repository = try await TestRepository()
        let commit = try await repository.commit("one")
        try await repository.git("worktree", "add", "-q", "linked")
        let opened = try Repository.open(at: repository.path + "/linked")
        #expect(opened.gitDirectory.hasSuffix("/.git/worktrees/linked"))
        #expect(opened.commonDirectory.hasSuffix("/.git"))
        #expect(try opened.resolveCommit("HEAD").hex == commit)
        #expect(try opened.references().map(\.name) == ["refs/heads/linked", "refs/heads/main"])
    }

    @Test("a SHA-256 repository is refused by name")
    func sha256() async throws {
        let repository = try await TestRepository("--object-format=sha256")
        #expect(throws: GitError.sha256Repository(path: repository.path)) {
            _ = try Repository.open(at: repository.path)
        }
    }

    @Test(
        "repository extensions are refused or not",
        arguments: [
            ("refstorage", "reftable", false), ("frobnicate", "true", false), ("partialclone", "origin", true),
            ("worktreeConfig", "true", true), ("preciousObjects", "true", true),
        ])
    func extensions(name: String, value: String, opens: Bool) async throws {
        let repository = try await TestRepository()
        try await repository.git("config", "core.repositoryformatversion", "1")
        try await repository.git("config", "extensions.\(name)", value)
        let path = repository.path
        if opens {
            _ = try Repository.open(at: path)
        } else {
            let expected: GitError =
                name == "refstorage" ? .reftableRepository(path: path) : .unsupportedExtension(path: path, name: name)
            #expect(throws: expected) { _ = try Repository.open(at: path) }
        }
    }

    @Test("another user's repository is refused with the command that mends it", .enabled(if: geteuid() == 0))
    func dubiousOwnership() async throws {
        let repository = try await TestRepository()
        #expect(chown(repository.path, 65534, 65534) == 0)
        #expect(chown(repository.path + "/.git", 65534, 65534) == 0)
        let error = GitError.dubiousOwnership(path: repository.path)
        #expect(throws: error) { _ = try Repository.open(at: repository.path) }
        #expect(error.advice == "git config --global --add safe.directory \(repository.path)")
    }

    @Test("advice quotes a path for the shell")
    func quoting() {
        #expect(
            GitError.dubiousOwnership(path: "/a b/it's").advice
                == "git config --global --add safe.directory '/a b/it'\\''s'")
    }
}
