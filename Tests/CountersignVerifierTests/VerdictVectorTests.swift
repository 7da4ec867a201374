import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignVerifier
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("Verdict vectors made by another program")
struct VerdictVectorTests {
    private struct Vector: Decodable {
        struct Commit: Decodable {
            let verdict: String
            let refusals: [String]?
        }

        let name: String
        let base: String
        let head: String
        let trustRoot: String
        let asOf: String
        let target: String?
        let commits: [String: Commit]
    }

    private static let directory =
        "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Vectors/verdicts"

    @Test("every commit of every vector gets its verdict, and every refused statement its code")
    func verdicts() async throws {
        let scenario = try await Scenario(policy: nil)
        try await scenario.repository.git(
            "fetch", "-q", "--update-head-ok", Self.directory + "/repository.bundle", "+refs/*:refs/*")
        let repository = try scenario.open()
        let statements = try await CurrentLedger.open(repository, worthwhile: nil).statements
        let data = try Data(contentsOf: URL(filePath: Self.directory + "/verdicts.json"))
        let vectors = try JSONDecoder().decode([Vector].self, from: data)
        #expect(vectors.count > 60)
        for vector in vectors {
            let base = try #require(ObjectID(hex: vector.base))
            let head = try #require(ObjectID(hex: vector.head))
            let now = try #require(Timestamp(rfc3339: vector.asOf))
            let verifier = Verifier(
                history: try await RepositoryHistory(repository: repository, tips: [base, head]),
                statements: statements,
                now: now, target: vector.target)
            let root = try #require(ObjectID(hex: vector.trustRoot))
            let judgements = try await verifier.verify(base: base, head: head, root: root).judgements
            #expect(Set(judgements.map(\.id.hex)) == Set(vector.commits.keys), "\(vector.name)")
            for judgement in judgements {
                let expected = vector.commits[judgement.id.hex]
                #expect(judgement.verdict.rawValue == expected?.verdict, "\(vector.name): \(judgement.reason)")
                guard let refusals = expected?.refusals else { continue }
                #expect(Set(judgement.refusals.map(\.rawValue)) == Set(refusals), "\(vector.name)")
            }
        }
    }
}
