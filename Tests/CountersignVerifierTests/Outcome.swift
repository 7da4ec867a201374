import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

extension Scenario {
    /// Expects a verdict on the last commit of root..commit, and exactly these refusals, in any order.
    func expect(
        _ commit: ObjectID, _ verdict: Verdict, _ refusals: RefusalCode..., now: Timestamp = Scenario.now,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let judgement = try await judge(commit, now: now)
        #expect(judgement.verdict == verdict, "\(judgement.reason)", sourceLocation: location)
        #expect(
            judgement.refusals.map(\.rawValue).sorted() == refusals.map(\.rawValue).sorted(),
            "\(judgement.reason)", sourceLocation: location)
    }

    /// The same for a gate that starts elsewhere than at the root.
    func expect(
        from base: ObjectID, to commit: ObjectID, _ verdict: Verdict, _ refusals: RefusalCode...,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let judgements = try await verify(base, commit).judgements
        let judgement = try #require(judgements.last { $0.id == commit }, sourceLocation: location)
        #expect(judgement.verdict == verdict, "\(judgement.reason)", sourceLocation: location)
        #expect(judgement.refusals == refusals, "\(judgement.reason)", sourceLocation: location)
    }

    /// Hangs a statement, signed by a person's key, on a commit of the test's choice; gives its digest.
    @discardableResult
    func hang(
        _ statement: Statement, by signer: Cast.Member, on place: ObjectID
    ) async throws -> Digest256 {
        try await record(try await signer.key.line(statement), on: place)
        return Digest256(hashing: statement.payload())
    }

    /// Takes a statement back; hung on the commit.
    func revoke(_ digest: Digest256, by reviewer: Cast.Member, key: TestKey? = nil, on place: ObjectID) async throws {
        let statement = try await statement(.revoke, by: reviewer, about: [], revokes: digest)
        try await record(try await (key ?? reviewer.key).line(statement), on: place)
    }

    /// Moves to a new branch at a commit.
    func branch(_ name: String, at commit: ObjectID) async throws {
        try await git(["switch", "-q", "-c", name, commit.hex], by: cast.june)
    }

    /// What HEAD is after a git command run as a person.
    func after(_ arguments: String..., by person: Cast.Member) async throws -> ObjectID {
        try await git(arguments, by: person)
        return try await id("HEAD")
    }
}
