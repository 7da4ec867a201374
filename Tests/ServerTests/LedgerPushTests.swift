import CountersignObjects
import Scenarios
import Servers
import TestRepositories
import Testing

@Suite("hook pre-receive: the ledger only grows")
struct LedgerPushTests {
    private static let ledger = GatedServer.ledger

    /// A server with one approval on it, and a clone of Mallory's that has it too.
    private func attacked() async throws -> (GatedServer, Clone) {
        let scene = try await GatedServer()
        let commit = try await scene.june.commit("a")
        try await scene.approve(commit)
        let mallory = try await scene.server.clone(scene.server.cast.mallory)
        try await mallory.must("fetch", "-q", "origin", "\(Self.ledger):\(Self.ledger)")
        return (scene, mallory)
    }

    @Test("it is not deleted, rewound or replaced")
    func losses() async throws {
        let (scene, mallory) = try await attacked()
        try await scene.refused(mallory, [":\(Self.ledger)"], "the ledger is not deleted")
        try await mallory.must("notes", "--ref=countersign", "remove", "origin/review")
        try await scene.refused(mallory, [Self.ledger], "would take 1 line out", "approve by alice@example.com")
        try await mallory.must("update-ref", "-d", Self.ledger)
        try await mallory.must("notes", "--ref=countersign", "add", "-m", "x", "main")
        try await scene.refused(mallory, ["+\(Self.ledger)"], "would take 1 line out")
        try await scene.refused(mallory, ["+main:\(Self.ledger)"], "would take 1 line out")
        try await scene.refused(mallory, ["+main^{tree}:\(Self.ledger)"], "is no commit")
    }

    @Test("its history is not rewritten either")
    func rewritten() async throws {
        let (scene, mallory) = try await attacked()
        let tree = try await mallory.must("rev-parse", "\(Self.ledger)^{tree}")
        let commit = try await mallory.must("commit-tree", "-m", "Again", tree)
        try await scene.refused(mallory, ["+\(commit):\(Self.ledger)"], "rewrite the ledger's history")
    }

    @Test("a line that says nothing, or that nobody in the policy signed, is not taken")
    func arrivals() async throws {
        let (scene, mallory) = try await attacked()
        let june = scene.june
        try await mallory.must("notes", "--ref=countersign", "append", "-m", "nonsense", "main")
        try await scene.refused(mallory, [Self.ledger], "1 of 1 new lines would not be believed", "an unreadable line")
        try await mallory.must("update-ref", Self.ledger, "\(Self.ledger)~1")
        let scenario = try await Scenario()
        let statement = try await scenario.statement(by: scenario.cast.alice, about: [scenario.root])
        for key in [scenario.cast.mallory.key, scenario.cast.june.key] {
            let line = String(decoding: try await key.line(statement), as: UTF8.self)
            try await mallory.must("notes", "--ref=countersign", "append", "-m", line, "main")
            try await scene.refused(mallory, [Self.ledger], "new lines would not be believed", "key")
            try await mallory.must("update-ref", Self.ledger, "\(Self.ledger)~1")
        }
        _ = june
    }

    @Test("a bad signature over a statement that is there is not taken for the good one")
    func twin() async throws {
        let (scene, mallory) = try await attacked()
        let text = try await mallory.must("notes", "--ref=countersign", "show", "origin/review")
        let good = text.split(separator: "\n").first.map(String.init) ?? ""
        let start = try #require(good.firstRange(of: "\"sig\":\"")).upperBound
        let place = good.index(start, offsetBy: 199)
        let bad = good[..<place] + (good[place] == "A" ? "B" : "A") + good[good.index(after: place)...]
        try await mallory.must("notes", "--ref=countersign", "append", "-m", String(bad), "origin/review")
        try await scene.refused(mallory, [Self.ledger], "bad-signature")
    }

    @Test("entries that no reader reads are not taken")
    func defects() async throws {
        let (scene, mallory) = try await attacked()
        let blob = try await mallory.must("rev-parse", "main:.countersign/policy")
        let old = try await mallory.must("ls-tree", Self.ledger)
        try mallory.repository.write(".git/rows", old + "\n100644 blob \(blob)\tREADME\n")
        let tree = try await Program(in: mallory.repository.path).run(
            ["-c", "git mktree <.git/rows"], program: "sh"
        ).output.prefix(40)
        let commit = try await mallory.must("commit-tree", "-m", "x", "-p", Self.ledger, String(tree))
        try await scene.refused(mallory, ["\(commit):\(Self.ledger)"], "the entry README is no note")
    }

    @Test("a junior's own statements may be recorded; they approve nothing")
    func juniors() async throws {
        let (scene, mallory) = try await attacked()
        let line = try await {
            let scenario = try await Scenario()
            let statement = try await scenario.statement(by: scenario.cast.june, about: [scenario.root])
            return String(decoding: try await scenario.cast.june.key.line(statement), as: UTF8.self)
        }()
        try await mallory.must("notes", "--ref=countersign", "append", "-m", line, "main")
        try await mallory.must("push", "-q", "origin", Self.ledger)
        let commit = try await scene.june.commit("b")
        try await scene.refused(scene.june, ["main"], "✗ missing \(commit.prefix(12))")
    }

    @Test("notes of Git AI grow and are not taken away")
    func gitAI() async throws {
        let scene = try await GatedServer()
        let june = scene.june
        let ref = "refs/notes/ai"
        try await june.must("notes", "--ref=ai", "add", "-m", "one", "main")
        try await june.must("push", "-q", "origin", ref)
        try await june.must("notes", "--ref=ai", "append", "-m", "two", "main")
        try await june.must("push", "-q", "origin", ref)
        try await scene.refused(june, [":\(ref)"], "refs/notes/ai: these notes are not deleted")
        try await june.must("notes", "--ref=ai", "add", "-f", "-m", "human", "main")
        try await scene.refused(june, [ref], "lines of the note on")
        try await june.must("notes", "--ref=ai", "remove", "main")
        try await scene.refused(june, [ref], "would be removed", "git notes --ref=ai merge")
    }

    @Test("two clones approve at once while a third tries to rewind: nothing is lost")
    func race() async throws {
        let (scene, mallory) = try await attacked()
        let bob = try await scene.server.clone(scene.server.cast.bob)
        try await bob.countersign("sync").expect(0)
        async let first: Void = {
            for _ in 0..<3 { try await scene.alice.countersign("reject", "origin/review", "--push").expect(0) }
        }()
        async let second: Void = {
            for _ in 0..<3 { try await bob.countersign("approve", "origin/review", "--push").expect(0) }
        }()
        async let third: Void = {
            for _ in 0..<5 {
                try await mallory.git("push", "-q", "--force", "origin", "\(Self.ledger)~0:\(Self.ledger)")
                try await mallory.git("push", "-q", "origin", ":\(Self.ledger)")
            }
        }()
        _ = try await (first, second, third)
        for clone in [scene.alice, bob, scene.alice] { try await clone.countersign("sync").expect(0) }
        let all = try await scene.server.repository.ledgerLines()
        #expect(all.count >= 3, "\(all.count)")
        #expect(try await scene.alice.ledger() == all)
        #expect(try await bob.ledger() == all)
    }
}
