import CountersignObjects
import TestRepositories
import Testing

@testable import CountersignGit

@Suite("Reading on all cores")
struct ReadingOnAllCoresTests {
    @Test("the answers are in the order of what was asked", arguments: [0, 1, 99, 100, 101, 1234])
    func order(_ count: Int) async throws {
        let repository = try Repository.open(at: try await TestRepository().path)
        let answers = try await repository.onAllCores(Array(0..<count), share: 100) { 2 * $1 }
        #expect(answers == (0..<count).map { 2 * $0 })
    }

    @Test("each core finds what is packed, loose, and borrowed from other repositories")
    func borrowed() async throws {
        let lender = try await TestRepository()
        for subject in ["one", "two"] { try await lender.commit(subject) }
        try await lender.git("repack", "-adq")
        let middle = try await TestRepository()
        try middle.write(".git/objects/info/alternates", "# none\n\"quoted\"\n\(lender.path)/.git/objects\n")
        try await middle.git("reset", "--hard", "--quiet", try await lender.git("rev-parse", "HEAD"))
        try await middle.commit("three")
        let borrower = try await TestRepository()
        try borrower.write(".git/objects/info/alternates", "\(middle.path)/.git/objects\n/dev/null\n/missing\n")
        try await borrower.git("reset", "--hard", "--quiet", try await middle.git("rev-parse", "HEAD"))
        try await borrower.commit("four")
        let repository = try Repository.open(at: borrower.path)
        let commits = try await borrower.git("rev-list", "HEAD").split(separator: "\n").map { try objectID(String($0)) }
        #expect(commits.count == 4)
        let parents = try await repository.onAllCores(Array(repeatElement(commits, count: 8).joined()), share: 1) {
            try $0.commitBytes($1) { CommitWalkTests.parents($0) }
        }
        #expect(Set(parents) == Set(commits.dropFirst().map { [$0] } + [[]]))
    }

    @Test("packs are opened for each core only where files enough may be open")
    func manyPacks() async throws {
        let disk = try await TestRepository()
        for subject in ["one", "two", "three"] {
            try await disk.commit(subject)
            try await disk.git("repack", "-q", "-d")
        }
        let repository = try Repository.open(at: disk.path)
        let needed = 2 * 3 * Repository.cores
        for (limit, isDone) in [(needed, true), (needed - 1, false)] {
            let isApart = try ObjectDatabase.readPacksApart(
                of: repository.objectDirectories, as: 1, in: repository.objects, fileLimit: limit)
            #expect(isApart == isDone)
        }
    }

    @Test("borrowing that goes round in circles ends")
    func circle() async throws {
        let (one, other) = (try await TestRepository(), try await TestRepository())
        try one.write(".git/objects/info/alternates", "\(other.path)/.git/objects\n")
        try other.write(".git/objects/info/alternates", "\(one.path)/.git/objects\n")
        let objects = one.path + "/.git/objects"
        #expect(ObjectDirectories.withAlternates([objects]) == [objects, other.path + "/.git/objects"])
    }

    @Test("an error ends it")
    func failure() async throws {
        let repository = try Repository.open(at: try await TestRepository().path)
        await #expect(throws: GitError.readOnly("x")) {
            try await repository.onAllCores(Array(0..<1000), share: 10) { _, number in
                if number == 555 { throw GitError.readOnly("x") }
                return number
            }
        }
    }

    @Test("one that is cancelled gives no answers, rather than some")
    func cancelled() async throws {
        let path = try await TestRepository().path
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Repository.open(at: path).onAllCores(Array(0..<1000), share: 10) { $1 }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
