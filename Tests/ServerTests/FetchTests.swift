import CountersignObjects
import Scenarios
import Servers
import TestRepositories
import Testing

@Suite("a fetch never takes approvals away")
struct FetchTests {
    private static let ledger = "refs/notes/countersign"
    private static let tracking = "refs/notes/remotes/origin/countersign"
    /// What `init` configures, for clones that are made later (documented under "Getting started").
    private static let refspec = "remote.origin.fetch=+refs/notes/countersign*:refs/notes/remotes/origin/countersign*"

    /// A server, the clone in which Alice ran `init` and adopted the standard policy, and one of Bob's made later.
    private func adopted() async throws -> (server: BareServer, alice: Clone, bob: Clone) {
        let cast = try await Cast.assembled()
        let path = try TestRepository.temporaryDirectory() + "/shop.git"
        try await Program(in: "/").run(["init", "-q", "--bare", "-b", "main", path], program: "git").expect(0)
        let server = BareServer(adopting: path, cast: cast, root: .zero, access: Access("file://\(path)"))
        let alice = try await server.clone(cast.alice)
        try await alice.must("config", "user.name", "Alice")
        try await alice.countersign("init", "--repository", "example/shop").expect(0)
        try alice.repository.write(".countersign/policy", Scenario.standardPolicy)
        try alice.repository.write(".countersign/allowed_signers", Scenario.signers(cast.known))
        try await alice.commit("first", flagged: false, signed: true)
        try await alice.must("push", "-q", "origin", "HEAD:main")
        let june = try await server.clone(cast.june)
        for file in ["a", "b", "c"] { try await june.commit(file) }
        try await june.must("push", "-q", "origin", "main")
        try await alice.must("pull", "-q", "--ff-only", "origin", "main")
        return (server, alice, try await Clone("-c", Self.refspec, server.access.address, for: cast.bob))
    }

    @Test(
        "whatever is fetched, and however, an approval that was not pushed yet stays; then sync unites them",
        arguments: [
            ["fetch"], ["fetch", "--force", "--prune", "--tags"], ["fetch", "--all"], ["pull", "--ff-only"],
            ["remote", "update", "--prune"],
        ])
    func kept(_ command: [String]) async throws {
        let (server, alice, bob) = try await adopted()
        try await bob.countersign("approve", "main", "--push").expect(0)
        try await alice.countersign("approve", "main~1").expect(0)
        let before = try await alice.must("rev-parse", Self.ledger)
        try await alice.git(command).expect(0)
        #expect(try await alice.must("rev-parse", Self.ledger) == before)
        #expect(try await alice.must("rev-parse", Self.tracking) == server.reference(Self.ledger))
        try await alice.countersign("sync").expect(0)
        try await bob.countersign("approve", "main~2").expect(0)
        let own = try await bob.must("rev-parse", Self.ledger)
        try await bob.git(command).expect(0)
        #expect(try await bob.must("rev-parse", Self.ledger) == own)
        try await bob.countersign("sync").expect(0)
        #expect(try await server.repository.ledgerLines().count == 3)
        #expect(try await bob.ledger() == server.repository.ledgerLines())
    }

    @Test("what a server lost, and git fetched, is still here and put back")
    func rewound() async throws {
        let (server, alice, bob) = try await adopted()
        try await bob.countersign("approve", "main", "--push").expect(0)
        try await alice.countersign("approve", "main~1", "--push").expect(0)
        try await server.repository.git("update-ref", Self.ledger, "\(Self.ledger)~1")
        try await alice.must("fetch", "-q", "--prune", "origin")
        #expect(try await alice.ledger().count == 2)
        #expect(try await alice.countersign("sync").expect(0).errors.contains("origin lost 1 line"))
        #expect(try await server.repository.ledgerLines().count == 2)
    }
}
