import CountersignObjects
import Scenarios
import Servers
import TestRepositories
import Testing

@Suite("sync: two ledgers become one, and neither loses a line")
struct SyncTests {
    private static let ledger = "refs/notes/countersign"

    /// An ungated server with two flagged commits, and two seniors' clones of it.
    private func seniors() async throws -> (BareServer, Clone, Clone) {
        let server = try await BareServer(gated: false)
        let june = try await server.clone(server.cast.june)
        try await june.commit("a")
        try await june.commit("b")
        try await june.must("push", "-q", "origin", "main")
        return (server, try await server.clone(server.cast.alice), try await server.clone(server.cast.bob))
    }

    @Test("nothing on either side is nothing to do")
    func empty() async throws {
        let (_, alice, _) = try await seniors()
        let outcome = try await alice.countersign("sync")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("nothing to exchange"))
    }

    @Test("a remote without a ledger gets one; another clone fetches it; then both are in step")
    func firstLedger() async throws {
        let (server, alice, bob) = try await seniors()
        let approved = try await alice.countersign("approve", "main", "--push")
        #expect(approved.status == 0, "\(approved.errors)")
        #expect(approved.output.contains("0 lines fetched, 1 line pushed"), "\(approved.output)")
        let fetched = try await bob.countersign("sync")
        #expect(fetched.output.contains("1 line fetched, 0 lines pushed"), "\(fetched.output)")
        let again = try await bob.countersign("sync", "origin")
        #expect(again.output.contains("0 lines fetched, 0 lines pushed"), "\(again.output)")
        #expect(try await bob.ledger() == alice.ledger())
        #expect(try await server.reference(Self.ledger) == bob.must("rev-parse", Self.ledger))
        #expect(try await server.repository.ledgerLines().count == 1)
    }

    @Test("diverged ledgers are united; rejections and revocations are pushed too")
    func diverged() async throws {
        let (server, alice, bob) = try await seniors()
        try await alice.countersign("approve", "main", "--push")
        try await bob.countersign("reject", "main~1")
        let united = try await bob.countersign("reject", "main", "--push")
        #expect(united.output.contains("1 line fetched, 2 lines pushed"), "\(united.output)\(united.errors)")
        let revoked = try await alice.countersign("revoke", "main", "--push")
        #expect(revoked.output.contains("2 lines fetched, 1 line pushed"), "\(revoked.output)\(revoked.errors)")
        #expect(try await server.repository.ledgerLines() == alice.ledger())
        #expect(try await alice.ledger().count == 4)
    }

    @Test("lines that a remote lost are named, put back and pushed again", arguments: [false, true])
    func rewound(fetchesBetween: Bool) async throws {
        let (server, alice, bob) = try await seniors()
        try await alice.countersign("approve", "main~1", "--push")
        let old = try await server.reference(Self.ledger)
        try await alice.countersign("approve", "main", "--push")
        let wanted = try await alice.ledger()
        // Alice's own clone goes too: what she saw is remembered apart from it.
        try await alice.must("update-ref", Self.ledger, old)
        try await server.repository.git("update-ref", Self.ledger, old)
        if fetchesBetween {
            // A plain fetch, as `init` configures it, moves what git remembers.
            try await alice.must("fetch", "-q", "origin", "+\(Self.ledger):refs/notes/remotes/origin/countersign")
        }
        let outcome = try await alice.countersign("sync")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("warning: origin lost 1 line"), "\(outcome.errors)")
        #expect(outcome.errors.contains("approve by alice@example.com on"), "\(outcome.errors)")
        #expect(try await server.repository.ledgerLines() == wanted)
        #expect(try await alice.ledger() == wanted)
        #expect(try await alice.countersign("sync").errors.isEmpty)
        _ = bob
    }

    @Test("a ledger that a remote deleted, or replaced by another history, is put back too", arguments: [true, false])
    func replaced(deleted: Bool) async throws {
        let (server, alice, bob) = try await seniors()
        try await alice.countersign("approve", "main", "--push")
        try await server.repository.git("update-ref", "-d", Self.ledger)
        if !deleted { try await bob.countersign("approve", "main~1", "--push") }
        let outcome = try await alice.countersign("sync")
        #expect(outcome.status == 0 && outcome.errors.contains("origin lost 1 line"), "\(outcome.errors)")
        #expect(try await server.repository.ledgerLines().count == (deleted ? 1 : 2))
    }

    @Test("a line that one side took out of a note comes back")
    func lineRemoved() async throws {
        let (server, alice, bob) = try await seniors()
        try await alice.countersign("approve", "main", "--push")
        try await bob.countersign("sync")
        try await bob.must("notes", "--ref=countersign", "remove", "main")
        try await bob.must("push", "-q", "origin", Self.ledger)
        #expect(try await server.repository.ledgerLines().isEmpty)
        let outcome = try await alice.countersign("sync")
        #expect(outcome.errors.contains("origin lost 1 line"), "\(outcome.errors)")
        #expect(try await server.repository.ledgerLines().count == 1)
    }

    @Test("a remote that takes nothing is told of with status 1, and everything is kept here")
    func readOnly() async throws {
        let (server, alice, bob) = try await seniors()
        try await bob.countersign("approve", "main~1", "--push")
        try server.repository.write("hooks/pre-receive", "#!/bin/sh\necho no thanks >&2\nexit 1\n")
        try await Program(in: server.repository.path).run(["+x", "hooks/pre-receive"], program: "chmod").expect(0)
        let outcome = try await alice.countersign("approve", "main", "--push")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("error: origin did not take the ledger"), "\(outcome.errors)")
        #expect(outcome.hint.contains("git countersign sync origin"))
        #expect(try await alice.ledger().count == 2)
        #expect(try await server.repository.ledgerLines().count == 1)
    }

    @Test("a remote that is not there, or not named, changes nothing here")
    func unreachable() async throws {
        let (_, alice, _) = try await seniors()
        try await alice.countersign("approve", "main")
        #expect(try await alice.countersign("sync", "elsewhere").hint == "git remote add elsewhere URL")
        try await alice.must("remote", "set-url", "origin", "file:///nowhere.git")
        let outcome = try await alice.countersign("sync")
        #expect(outcome.status == 2 && outcome.errors.contains("could not be fetched"), "\(outcome.errors)")
        try await alice.must("remote", "remove", "origin")
        #expect(try await alice.countersign("sync").hint == "git remote add origin URL")
        #expect(try await alice.ledger().count == 1)
    }

    @Test("lines that nobody can read are carried all the same")
    func unreadable() async throws {
        let (server, alice, bob) = try await seniors()
        try await bob.must("notes", "--ref=countersign", "add", "-m", "odd\rline", "main")
        try await bob.countersign("sync")
        try await alice.countersign("approve", "main", "--push")
        let lines = try await server.repository.ledgerLines()
        #expect(lines.count == 2 && lines.contains { $0.hasSuffix("odd\rline") }, "\(lines)")
    }

    @Test("a clone without blobs gets the ledger whole")
    func partial() async throws {
        let (server, alice, bob) = try await seniors()
        try await bob.countersign("approve", "main", "--push")
        try await server.repository.git("config", "uploadpack.allowFilter", "true")
        try await alice.must("config", "remote.origin.promisor", "true")
        try await alice.must("config", "remote.origin.partialclonefilter", "blob:none")
        #expect(try await alice.countersign("sync").status == 0)
        #expect(try await alice.ledger().count == 1)
    }

    @Test("however many races a sync loses, it makes one union of ledgers in the end")
    func lostRaces() async throws {
        let (server, alice, bob) = try await seniors()
        for number in 1...3 {
            try await bob.countersign("reject", "main", "-m", "\(number)").expect(0)
            try await bob.must("push", "-q", "origin", "\(Self.ledger):refs/waiting/\(number)")
        }
        // Each push of the ledger finds that another of Bob's was faster.
        let hook = """
            #!/bin/sh
            unset GIT_QUARANTINE_PATH
            next=$(git for-each-ref --count=1 --format='%(refname)' refs/waiting)
            [ -n "$next" ] || exit 0
            git update-ref \(Self.ledger) "$next" && git update-ref -d "$next"
            exit 1

            """
        try server.repository.write("hooks/pre-receive", hook)
        try await Program(in: server.repository.path).run(["+x", "hooks/pre-receive"], program: "chmod").expect(0)
        let outcome = try await alice.countersign("approve", "main", "--push").expect(0)
        #expect(outcome.output.contains("3 lines fetched, 1 line pushed"), "\(outcome.output)")
        #expect(try await server.repository.ledgerLines().count == 4)
        #expect(try await server.repository.git("rev-list", "--count", "--merges", Self.ledger) == "1")
        #expect(try await server.repository.git("rev-list", "--count", Self.ledger) == "5")
        #expect(try await alice.must("rev-parse", Self.ledger) == server.reference(Self.ledger))
    }

    @Test("two approve at once while a third rewinds: nothing is lost")
    func race() async throws {
        let (server, alice, bob) = try await seniors()
        try await alice.countersign("approve", "main", "--push")
        try await bob.countersign("sync")
        let old = try await server.reference(Self.ledger)
        let june = try await server.clone(server.cast.june)
        try await june.must("fetch", "-q", "origin", "\(Self.ledger):\(Self.ledger)")
        async let first: Void = {
            for _ in 0..<4 { try await alice.countersign("approve", "main~1", "--push").expect(0) }
        }()
        async let second: Void = {
            for _ in 0..<4 { try await bob.countersign("reject", "main", "--push").expect(0) }
        }()
        async let third: Void = {
            for _ in 0..<6 { try await june.git("push", "-q", "--force", "origin", "\(old):\(Self.ledger)") }
        }()
        _ = try await (first, second, third)
        try await alice.countersign("sync").expect(0)
        try await bob.countersign("sync").expect(0)
        try await alice.countersign("sync").expect(0)
        let all = try await server.repository.ledgerLines()
        #expect(try await alice.ledger() == all)
        #expect(try await bob.ledger() == all)
        #expect(all.count >= 3, "\(all.count)")
        #expect(try await alice.ledger().isSuperset(of: bob.ledger()))
    }
}

extension Program.Outcome {
    /// Expects a status.
    @discardableResult
    func expect(_ wanted: Int, at location: SourceLocation = #_sourceLocation) -> Program.Outcome {
        #expect(status == wanted, "\(output)\(errors)", sourceLocation: location)
        return self
    }
}
