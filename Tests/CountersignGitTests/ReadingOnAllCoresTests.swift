import CountersignGit
import TestRepositories
import Testing

@Suite("Reading on all cores")
struct ReadingOnAllCoresTests {
    @Test("the answers are in the order of what was asked", arguments: [0, 1, 99, 100, 101, 1234])
    func order(_ count: Int) async throws {
        let repository = try Repository.open(at: try await TestRepository().path)
        let answers = try await repository.onAllCores(Array(0..<count), share: 100) { 2 * $1 }
        #expect(answers == (0..<count).map { 2 * $0 })
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
