import CountersignObjects
import Scenarios
import Servers
import TestRepositories
import Testing

@Suite("the gate on real servers", .enabled(if: Transport.areInstalled))
struct RealServerTests {
    @Test(
        "a junior's flagged push is refused with the reason; approved and synced, the same push passes",
        arguments: Transport.allCases)
    func wholeWay(_ transport: Transport) async throws {
        try await transport.serve { server in
            let scene = try await GatedServer(at: server)
            let commit = try await scene.june.commit("retry.conf")
            try await scene.refused(
                scene.june, ["main"], "✗ missing \(commit.prefix(12)) Change retry.conf",
                "june@example.com: no approval at level senior or above")
            try await scene.approve(commit)
            try await scene.june.must("push", "-q", "origin", "main")
            #expect(try await server.reference("refs/heads/main") == commit)
            try await scene.refused(scene.june, [":\(GatedServer.ledger)"], "the ledger is not deleted")
            let synced = try await scene.june.countersign("sync").expect(0)
            #expect(synced.output.contains("1 line fetched, 0 lines pushed"), "\(synced.output)")
        }
    }

    @Test("two clones approve at once while a third rewinds an ungated server's ledger: nothing is lost after sync")
    func race() async throws {
        let ledger = GatedServer.ledger
        try await Transport.gitShell.serve(gated: false) { server in
            let scene = try await GatedServer(at: server)
            let bob = try await server.clone(server.cast.bob)
            var commits: [String] = []
            for number in 0..<8 { commits.append(try await scene.june.commit("file\(number)")) }
            try await scene.june.must("push", "-q", "origin", "main")
            for senior in [scene.alice, bob] { try await senior.must("fetch", "-q", "origin") }
            try await scene.alice.countersign("approve", commits[0], "--push").expect(0)
            let old = try await server.reference(ledger)
            try await scene.june.must("fetch", "-q", "origin", ledger)
            let (ours, theirs) = (commits[1..<5], commits[4..<8])
            async let first: Void = {
                for commit in ours { try await scene.alice.countersign("approve", commit, "--push").expect(0) }
            }()
            async let second: Void = {
                for commit in theirs { try await bob.countersign("approve", commit, "--push").expect(0) }
            }()
            async let third: Void = {
                for _ in 0..<8 { try await scene.june.git("push", "-q", "--force", "origin", "\(old):\(ledger)") }
            }()
            _ = try await (first, second, third)
            for clone in [scene.alice, bob, scene.alice] { try await clone.countersign("sync").expect(0) }
            let all = try await server.repository.ledgerLines()
            #expect(all.count == 1 + ours.count + theirs.count)
            #expect(try await scene.alice.ledger() == all)
            #expect(try await bob.ledger() == all)
        }
    }
}
