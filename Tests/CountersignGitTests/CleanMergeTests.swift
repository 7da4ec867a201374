import CountersignGit
import CountersignObjects
import TestRepositories
import Testing

@Suite("Recomputing merges")
struct CleanMergeTests {
    @Test("a clean merge gives git's tree, and writes nothing")
    func clean() async throws {
        let repository = try await branches(ours: "1\n2\n3\n4\nours\n", theirs: "theirs\n2\n3\n4\n5\n")
        try await repository.git("merge", "-q", "--no-edit", "theirs")
        let tree = try objectID(await repository.git("rev-parse", "HEAD^{tree}"))
        try await repository.git("reset", "-q", "--hard", "HEAD~")
        try await repository.git("prune", "--expire=now")
        try await repository.git("reflog", "expire", "--expire=now", "--all")
        try await repository.git("prune", "--expire=now")
        let (opened, ours, theirs) = try sides(repository)
        let before = try repository.objectFiles()
        #expect(try opened.objectKind(tree) == nil)
        let base = try opened.resolveCommit("main~")
        for base in [nil, base] {
            let merge = MergeTreeCommand.Sides(ours: ours, theirs: theirs, base: base)
            #expect(try await opened.mergeTreeCommand.cleanMergeTree(of: merge) == tree)
            #expect(
                await opened.mergeTreeCommand.cleanMergeTrees(of: [merge, merge]) == [.success(tree), .success(tree)])
        }
        #expect(try repository.objectFiles() == before)
    }

    @Test("with the base told, git's merge is that of the base's tree and not of any other")
    func base() async throws {
        let repository = try await branches(ours: "1\n2\n3\n4\nours\n", theirs: "theirs\n2\n3\n4\n5\n")
        let (opened, ours, theirs) = try sides(repository)
        // From theirs on nothing changed on that side: ours alone is left.
        let tree = try await opened.mergeTreeCommand.cleanMergeTree(of: .init(ours: ours, theirs: theirs, base: theirs))
        #expect(tree == (try objectID(await repository.git("rev-parse", "main^{tree}"))))
        let renamed = try await TestRepository()
        let lines = (1...20).map { "\($0)\n" }.joined()
        try await renamed.commit("base", ["f": lines])
        try await renamed.git("checkout", "-q", "-b", "theirs")
        try await renamed.git("mv", "f", "g")
        try await renamed.git("commit", "-qm", "rename")
        try await renamed.git("checkout", "-q", "main")
        try await renamed.commit("ours", ["f": "0\n" + lines])
        let (again, left, right) = try sides(renamed)
        let merged = try await again.mergeTreeCommand.cleanMergeTree(of: .init(ours: left, theirs: right))
        #expect(merged != nil)
        let told = try await again.mergeTreeCommand.cleanMergeTree(
            of: .init(ours: left, theirs: right, base: try again.resolveCommit("main~")))
        #expect(told == merged)
    }

    @Test("a conflict has no tree, whatever attributes of a work tree or of the user say", arguments: [false, true])
    func conflict(isUsers: Bool) async throws {
        let repository = try await branches(ours: "ours\n", theirs: "theirs\n")
        try repository.write(".gitattributes", "* merge=union\n")
        if isUsers {
            try await repository.git("config", "core.attributesFile", repository.path + "/.gitattributes")
        } else {
            try await repository.git("add", ".gitattributes")
        }
        let (opened, ours, theirs) = try sides(repository)
        let base = try opened.resolveCommit("main~")
        for base in [nil, base] {
            let merge = MergeTreeCommand.Sides(ours: ours, theirs: theirs, base: base)
            #expect(try await opened.mergeTreeCommand.cleanMergeTree(of: merge) == nil)
            #expect(
                await opened.mergeTreeCommand.cleanMergeTrees(of: [merge, merge]) == [.success(nil), .success(nil)])
        }
    }

    @Test("a merge of what is absent is an error, not a conflict")
    func missing() async throws {
        let repository = try await branches(ours: "ours\n", theirs: "theirs\n")
        let (opened, ours, _) = try sides(repository)
        await #expect(throws: GitCommandError.self) {
            _ = try await opened.mergeTreeCommand.cleanMergeTree(of: .init(ours: ours, theirs: .zero))
        }
    }

    @Test("git's version is known for reports")
    func version() async throws {
        #expect(try await MergeTreeCommand.version().hasPrefix("git version "))
    }

    private func branches(ours: String, theirs: String) async throws -> TestRepository {
        let repository = try await TestRepository()
        try await repository.commit("base", ["f": "1\n2\n3\n4\n5\n"])
        try await repository.git("checkout", "-q", "-b", "theirs")
        try await repository.commit("theirs", ["f": theirs])
        try await repository.git("checkout", "-q", "main")
        try await repository.commit("ours", ["f": ours])
        return repository
    }

    private func sides(_ repository: TestRepository) throws -> (Repository, ObjectID, ObjectID) {
        let opened = try Repository.open(at: repository.path)
        return (opened, try opened.resolveCommit("main"), try opened.resolveCommit("theirs"))
    }
}
