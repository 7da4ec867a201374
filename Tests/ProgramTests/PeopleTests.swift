import CountersignObjects
import Scenarios
import TestRepositories
import Testing

@Suite("The people, as the verifier sees them")
struct PeopleTests {
    private struct Report: Decodable {
        struct Person: Decodable {
            let email: String
            let level: String
            let trusted: Bool
            let since: String?
            let levelSince: String?
            let keys: [Key]
        }
        struct Key: Decodable {
            let key: String
            let valid: Bool
            let reason: String?
            let since: String?
        }
        let serial: Int
        let people: [Person]
    }

    private func people(_ scenario: Scenario, _ more: String...) async throws -> Report {
        let program = Program(in: scenario.repository.path)
        let arguments = ["people", "--format", "json", "--as-of", Scenario.now.rfc3339] + more
        let outcome = try await program.run(arguments)
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        return try decoded(outcome.output)
    }

    @Test("level and key count from the change that was approved; one that was not plays no part")
    func since() async throws {
        let scenario = try await Scenario()
        let (cast, later) = (scenario.cast, Scenario.day.adding(seconds: 3600))
        scenario.today = later
        let promoting = Scenario.policy(serial: 2).replacing("level = mid", with: "level = senior")
        let change = try await scenario.commit(
            "Promote mike", by: cast.alice, files: [".countersign/policy": promoting], signed: true)
        try await Program(in: scenario, as: cast.bob).decides("approve", "--trust-root", scenario.root.hex, change.hex)
        let demoting = Scenario.policy(serial: 3).replacing("level = principal", with: "level = junior")
        try await scenario.commit("Demote carol", by: cast.june, files: [".countersign/policy": demoting])
        let report = try await people(scenario, "--trust-root", scenario.root.hex)
        #expect(report.serial == 2)
        #expect(report.people.map(\.email.first) == ["c", "a", "b", "m", "j"])
        let mike = try #require(report.people.first { $0.email == cast.mike.email })
        #expect(mike.level == "senior" && mike.trusted)
        #expect(mike.since == Scenario.day.rfc3339 && mike.levelSince == later.rfc3339)
        #expect(mike.keys.map(\.key) == [cast.mike.key.fingerprint])
        #expect(mike.keys.map(\.since) == [Scenario.day.rfc3339] && mike.keys.allSatisfy(\.valid))
        let unpinned = try await people(scenario)
        #expect(unpinned.serial == 3 && unpinned.people.allSatisfy { $0.since == nil && $0.levelSince == nil })
    }

    @Test("a key that ran out or was revoked is shown with why it does not count")
    func badKeys() async throws {
        let cast = try await Cast.assembled()
        let expired = "june@example.com valid-before=\"20200101Z\" \(cast.june.key.publicText)\n"
        let policy = Scenario.policy("[revoked]\n\tkey = \(cast.bob.key.fingerprint)\n")
        let scenario = try await Scenario.adopting(
            policy: policy, signers: Scenario.signers([cast.alice, cast.bob]) + expired)
        let report = try await people(scenario)
        let reasons = report.people.compactMap { $0.keys.first?.reason }
        #expect(reasons.count == 2 && reasons[0].hasPrefix("key-revoked, ") && reasons[1].hasPrefix("key-expired, "))
        let text = try await Program(in: scenario.repository.path).run("people", "--as-of", Scenario.now.rfc3339)
        let snapshot = try Snapshot(text.output, "people.txt", beside: #filePath)
        #expect(snapshot.found == snapshot.wanted)
    }
}
