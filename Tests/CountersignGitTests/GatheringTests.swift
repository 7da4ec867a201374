import Testing

@testable import CountersignGit

@Suite("Gathering what tasks find")
struct GatheringTests {
    @Test(
        "tasks that end without telling all are an error, and nobody waits for more", .timeLimit(.minutes(1)),
        arguments: 0...2)
    func tooLittle(_ tasks: Int) async throws {
        var found: [Int] = []
        await #expect(throws: CancellationError.self) {
            try await gather(on: tasks) { task, tell in
                tell(task)
            } take: { (task: Int) in
                found.append(task)
                return false
            }
        }
        #expect(found.sorted() == Array(0..<tasks))
    }

    @Test("once all is there nothing more is taken")
    func enough() async throws {
        var found: [Int] = []
        try await gather(on: 2) { task, tell in
            for number in 0..<10 { tell(10 * task + number) }
        } take: { (number: Int) in
            found.append(number)
            return found.count == 5
        }
        #expect(found.count == 5)
    }
}
