import CountersignObjects
import Scenarios
import Servers
import TestRepositories
import Testing

/// A gated server with a junior's and a senior's clone.
struct GatedServer {
    static let ledger = "refs/notes/countersign"
    let server: BareServer
    let june: Clone
    let alice: Clone

    init(policy: String = Scenario.standardPolicy) async throws {
        try await self.init(at: try await BareServer(policy: policy))
    }

    init(at server: BareServer) async throws {
        self.server = server
        june = try await server.clone(server.cast.june)
        alice = try await server.clone(server.cast.alice)
    }

    /// Alice fetches what June has on a free branch, approves it, and the ledger is pushed.
    func approve(_ commit: String, by senior: Clone? = nil) async throws {
        let senior = senior ?? alice
        try await june.must("push", "-q", "--force", "origin", "\(commit):refs/heads/review")
        try await senior.must("fetch", "-q", "origin")
        try await senior.countersign("approve", commit, "--push").expect(0)
    }

    /// Expects a push to be refused with these words, and the server to be as it was.
    func refused(
        _ clone: Clone, _ refspecs: [String], _ words: String..., at location: SourceLocation = #_sourceLocation
    ) async throws {
        try await refused(clone, refspecs, words: words, at: location)
    }

    /// The same with an array; `what` says what was tried.
    func refused(
        _ clone: Clone, _ refspecs: [String], words: [String], _ what: String = "",
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await server.repository.git("for-each-ref")
        let outcome = try await clone.git(["push", "--porcelain", "origin"] + refspecs)
        let told: Comment = "\(what): \(outcome.output)\(outcome.errors)"
        #expect(outcome.status != 0, told, sourceLocation: location)
        for word in words {
            #expect(outcome.errors.contains(word), "\(word) in \(told)", sourceLocation: location)
        }
        #expect(outcome.output.contains("pre-receive hook declined"), told, sourceLocation: location)
        #expect(!outcome.errors.contains("unexpected error"), told, sourceLocation: location)
        #expect(try await server.repository.git("for-each-ref") == before, told, sourceLocation: location)
    }
}

@Suite("hook pre-receive: the whole way")
struct PreReceiveTests {
    @Test("a junior's flagged push is refused with the reason; approved and synced, the same push passes")
    func wholeWay() async throws {
        let scene = try await GatedServer()
        let commit = try await scene.june.commit("retry.conf")
        try await scene.refused(
            scene.june, ["main"], "✗ missing \(commit.prefix(12)) Change retry.conf",
            "june@example.com: no approval at level senior or above", "→ git countersign approve \(commit.prefix(12))",
            "git countersign sync, and push again")
        try await scene.approve(commit)
        try await scene.june.must("push", "-q", "origin", "main")
        #expect(try await scene.server.reference("refs/heads/main") == commit)
    }

    @Test("clean work, free branches, tags and their deletion need nothing")
    func free() async throws {
        let scene = try await GatedServer()
        try await scene.june.commit("plain", flagged: false)
        try await scene.june.must("push", "-q", "origin", "main")
        try await scene.june.commit("flagged")
        try await scene.june.must("tag", "-a", "-m", "one", "v1")
        try await scene.june.must("tag", "-a", "-m", "nested", "v2", "v1")
        try await scene.june.must("push", "-q", "origin", "HEAD:refs/heads/topic", "v1", "v2")
        try await scene.june.must("push", "-q", "--force", "origin", "HEAD~1:refs/heads/topic", ":v1")
        try await scene.june.must("push", "-q", "origin", ":topic")
    }

    @Test("approvals in the same push do not count: the ledger already on the server does")
    func samePush() async throws {
        let scene = try await GatedServer()
        let commit = try await scene.june.commit("a")
        try await scene.june.must("push", "-q", "origin", "main:refs/heads/review")
        try await scene.alice.must("fetch", "-q", "origin")
        try await scene.alice.countersign("approve", commit)
        try await scene.refused(
            scene.alice, ["\(commit):refs/heads/main", GatedServer.ledger], "main: its commit does not pass")
        try await scene.alice.must("push", "-q", "origin", GatedServer.ledger)
        try await scene.alice.must("push", "-q", "origin", "\(commit):refs/heads/main")
    }

    @Test("a protected branch is not deleted, rewound, replaced, or swapped for a branch that merged it")
    func steps() async throws {
        let scene = try await GatedServer()
        let june = scene.june
        try await june.commit("plain", flagged: false)
        try await june.must("push", "-q", "origin", "main")
        try await scene.server.repository.git("config", "receive.denyDeleteCurrent", "ignore")
        try await scene.refused(june, [":main"], "main: a protected branch is not deleted")
        try await scene.refused(june, ["+main~1:main"], "main: not a fast-forward")
        try await june.must("switch", "-q", "-c", "other", "main~1")
        try await june.commit("beside", flagged: false)
        try await scene.refused(june, ["+other:main"], "not a fast-forward")
        try await june.must("merge", "-q", "-m", "Merge main", "main")
        try await scene.refused(june, ["other:main"], "foxtrot")
        try await june.must("switch", "-q", "--orphan", "lone")
        try await june.commit("alone", flagged: false)
        try await scene.refused(june, ["+lone:main"], "not a fast-forward")
    }

    @Test("a commit that came in through a free branch is new to the protected one")
    func throughFreeBranch() async throws {
        let scene = try await GatedServer()
        try await scene.june.commit("a")
        try await scene.june.must("push", "-q", "origin", "main:refs/heads/topic")
        try await scene.refused(scene.june, ["main"], "does not pass")
        // Merged by somebody who may land it, it is judged all the same.
        try await scene.alice.must("fetch", "-q", "origin")
        try await scene.alice.must("merge", "-q", "--no-ff", "-m", "Merge", "origin/topic")
        try await scene.refused(scene.alice, ["main"], "✗ missing")
    }

    @Test("all refs of a push are judged together, and all complaints are told")
    func together() async throws {
        let scene = try await GatedServer()
        try await scene.server.repository.git("config", "--add", "countersign.protect", "release/*")
        try await scene.june.must("push", "-q", "origin", "main:refs/heads/release/1")
        try await scene.june.commit("a")
        try await scene.refused(
            scene.june, ["main", "main:release/1", "main:refs/heads/free"], "main: its commit does not pass",
            "release/1: its commit does not pass")
        #expect(try await scene.server.reference("refs/heads/free").isEmpty)
    }

    @Test("a new protected branch holds the root on its own line, and is judged from the policy's branch")
    func newBranches() async throws {
        let scene = try await GatedServer()
        let (server, june) = (scene.server, scene.june)
        try await server.repository.git("config", "countersign.protect", "release/*")
        try await june.must("switch", "-q", "--orphan", "lone")
        try await june.commit("alone", flagged: false)
        try await scene.refused(june, ["lone:refs/heads/release/1"], "must hold the trust root")
        // Merging the root in does not make it the branch's own line.
        try await june.must("merge", "-q", "--allow-unrelated-histories", "-m", "Merge", "main")
        try await scene.refused(june, ["lone:refs/heads/release/1"], "must hold the trust root")
        try await june.must("switch", "-q", "main")
        try await june.commit("a")
        try await scene.refused(june, ["main:refs/heads/release/1"], "✗ missing")
        try await june.must("push", "-q", "origin", "\(server.root):refs/heads/release/1")
    }

    @Test("an empty server takes the branch with the policy, from the pinned root on")
    func bootstrap() async throws {
        let scene = try await GatedServer()
        try await scene.server.repository.git("update-ref", "-d", "refs/heads/main")
        let commit = try await scene.june.commit("a")
        try await scene.refused(scene.june, [GatedServer.ledger + "-x", "main"].suffix(1), "✗ missing")
        try await scene.june.must("push", "-q", "origin", "main~1:refs/heads/main")
        try await scene.approve(commit)
        try await scene.june.must("push", "-q", "origin", "main")
    }

    @Test("a policy change and its use in one push; then the change alone, approved, then its use")
    func policyChange() async throws {
        let scene = try await GatedServer()
        let (june, cast) = (scene.june, scene.server.cast)
        let raised = Scenario.policy(serial: 2).replacing(
            "name = june\n\tlevel = junior", with: "name = june\n\tlevel = senior")
        try june.repository.write(".countersign/policy", raised)
        let change = try await june.commit(".x", flagged: false, signed: true)
        let use = try await june.commit("a", signed: true)
        try await scene.refused(june, ["main"], "unapproved-policy-change", "✗ missing \(use.prefix(12))")
        try await scene.approve(change)
        // Approved or not, it judges nothing in the push that brings it.
        try await scene.refused(june, ["main"], "✗ missing \(use.prefix(12))")
        try await june.must("push", "-q", "origin", "\(change):main")
        try await june.must("push", "-q", "origin", "main")
        _ = cast
    }

    @Test("other protected branches are judged by the policy in force on its own branch")
    func otherBranches() async throws {
        let scene = try await GatedServer()
        let (june, server) = (scene.june, scene.server)
        try await server.repository.git("config", "countersign.protect", "release/*")
        try await june.must("push", "-q", "origin", "main:refs/heads/release/1")
        try await june.must("switch", "-q", "-c", "release")
        let raised = Scenario.policy(serial: 2).replacing(
            "name = june\n\tlevel = junior", with: "name = june\n\tlevel = senior")
        try june.repository.write(".countersign/policy", raised)
        try await june.commit(".x", flagged: false, signed: true)
        try await scene.refused(june, ["release:refs/heads/release/1"], "unapproved-policy-change")
        try await june.must("reset", "-q", "--hard", "main")
        let commit = try await june.commit("a", signed: true)
        try await scene.refused(june, ["release:refs/heads/release/1"], "✗ missing \(commit.prefix(12))")
        // The policy on main moves on; the old one on the release branch no longer judges.
        try await june.must("switch", "-q", "main")
        try june.repository.write(".countersign/policy", raised)
        let change = try await june.commit(".x", flagged: false, signed: true)
        try await scene.approve(change)
        try await june.must("push", "-q", "origin", "main")
        try await june.must("push", "-q", "origin", "release:refs/heads/release/1")
        // What main has settled is no change of policy once more where main is merged.
        for serial in 3...4 {
            try june.repository.write(".countersign/policy", raised.replacing("serial = 2", with: "serial = \(serial)"))
            try await scene.approve(try await june.commit(".y\(serial)", flagged: false, signed: true))
            try await june.must("push", "-q", "origin", "main")
        }
        try await june.must("switch", "-q", "release")
        try await june.must("merge", "-q", "--no-ff", "-m", "Merge main", "main")
        try await june.must("push", "-q", "origin", "release:refs/heads/release/1")
    }

    @Test("the branch with the policy is protected whatever the list says, under every name it goes by")
    func always() async throws {
        let scene = try await GatedServer()
        try await scene.server.repository.git("config", "countersign.protect", "release")
        try await scene.server.repository.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
        try await scene.server.repository.git("symbolic-ref", "refs/heads/release", "refs/heads/stable")
        try await scene.june.commit("a")
        try await scene.refused(scene.june, ["main"], "✗ missing")
        try await scene.refused(scene.june, ["main:refs/heads/alias"], "alias: its commit does not pass")
        try await scene.refused(scene.june, ["main:refs/heads/stable"], "stable: its commit does not pass")
    }

    @Test("force-push back, then forward, finds the same gate")
    func backAndForward() async throws {
        let scene = try await GatedServer()
        let commit = try await scene.june.commit("a")
        try await scene.approve(commit)
        try await scene.june.must("push", "-q", "origin", "main")
        try await scene.june.must("revert", "--no-edit", "HEAD")
        let reverted = try await scene.june.must("rev-parse", "HEAD")
        try await scene.june.must("push", "-q", "origin", "main")
        try await scene.refused(scene.june, ["+\(commit):main"], "not a fast-forward")
        try await scene.june.must("cherry-pick", commit)
        try await scene.refused(scene.june, ["main"], "✗ missing")
        #expect(try await scene.server.reference("refs/heads/main") == reverted)
    }

    @Test("a name like the branch's own makes no difference: tags, other kinds of refs")
    func names() async throws {
        let scene = try await GatedServer()
        let commit = try await scene.june.commit("a")
        try await scene.june.must("tag", "main")
        try await scene.june.must("push", "-q", "origin", "refs/tags/main", "\(commit):refs/for/main")
        // The root's own id as a name, and that of the policy's ref.
        try await scene.june.must("push", "-q", "origin", "\(commit):refs/tags/\(scene.server.root)")
        try await scene.refused(scene.june, ["refs/heads/main:refs/heads/main"], "✗ missing")
    }

    @Test("each line has the prefix that the server asks for")
    func prefix() async throws {
        let scene = try await GatedServer()
        try await scene.server.repository.git("config", "countersign.hookPrefix", "GL-HOOK-ERR: ")
        try await scene.june.commit("a")
        let outcome = try await scene.june.git("push", "origin", "main")
        let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("remote: ") }
        #expect(lines.count > 4 && lines.allSatisfy { $0.hasPrefix("remote: GL-HOOK-ERR: ") }, "\(outcome.errors)")
    }

    @Test("text of an author acts on nobody's terminal")
    func visible() async throws {
        let scene = try await GatedServer()
        try await scene.june.must(
            "commit", "-q", "--allow-empty", "-m", "Evil \u{1b}[2J\u{202e}x\n\n\(Scenario.marker)")
        let outcome = try await scene.june.git("push", "origin", "main")
        #expect(outcome.errors.contains("Evil ^[[2J<U+202E>x"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("\u{1b}[2J") && !outcome.errors.contains("\u{202e}"))
    }
}

@Suite("hook pre-receive refuses on everything but a pass")
struct PreReceiveRefusalTests {
    /// A way to break the server's settings, and what every push is then told.
    struct Breakage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let words: String
        let prepare: @Sendable (BareServer) async throws -> Void
    }

    static let breakages = [
        Breakage(testDescription: "no root", words: "no trust root is pinned") {
            try await $0.repository.git("config", "--unset", "countersign.trustRoot")
        },
        Breakage(testDescription: "a name as root", words: "which is no full commit id") {
            try await $0.repository.git("config", "countersign.trustRoot", "main")
        },
        Breakage(testDescription: "an unknown root", words: "neither here nor in the push") {
            try await $0.repository.git("config", "countersign.trustRoot", String(repeating: "7", count: 40))
        },
        Breakage(testDescription: "no default branch", words: "no default branch") {
            try await $0.repository.git("update-ref", "--no-deref", "HEAD", "main")
        },
        Breakage(testDescription: "a pattern that is none", words: "is no pattern") {
            try await $0.repository.git("config", "countersign.protect", "release/[")
        },
        Breakage(testDescription: "a tag to protect", words: "which is no branch") {
            try await $0.repository.git("config", "countersign.protect", "refs/tags/v*")
        },
        Breakage(testDescription: "a ledger that can't be read", words: "is a tree, not a commit") {
            try await $0.repository.git("update-ref", "refs/notes/countersign", "main^{tree}")
        },
        Breakage(testDescription: "an alternate ledger file", words: "can't be read") {
            try $0.repository.write("refs/notes/countersign", "nonsense\n")
        },
        Breakage(testDescription: "the program gone", words: "not found") {
            try $0.repository.write(
                "hooks/pre-receive", "#!/bin/sh\ninput=$(cat)\necho \"$input\" | /nowhere/git-countersign || exit 1\n")
        },
    ]

    @Test("the server's own settings", arguments: breakages)
    func settings(_ breakage: Breakage) async throws {
        let scene = try await GatedServer()
        try await breakage.prepare(scene.server)
        try await scene.june.commit("plain", flagged: false)
        let outcome = try await scene.june.git("push", "origin", "main")
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(breakage.words), "\(outcome.errors)")
        #expect(!outcome.errors.contains("unexpected error"), "\(outcome.errors)")
    }

    static let zero = String(repeating: "0", count: 40)
    static let odd = [
        "", "\n", "nonsense\n", "\(zero) \(zero)\n", "\(zero) \(zero) refs/heads/main", "a b refs/heads/main\n",
        "\(zero) \(String(repeating: "f", count: 40)) refs/heads/main\n", "\(zero) \(zero) main\n",
        "\(zero) \(zero) refs/heads/main\n", "\u{0}\u{1}\u{fffd}\n", "\(zero)  \(zero) refs/heads/main\n",
        "\(zero) \(String(repeating: "0", count: 39)) refs/heads/main\n",
    ]

    @Test("odd input, and none at all because another hook has read it", arguments: odd)
    func input(_ text: String) async throws {
        let server = try await BareServer()
        try server.repository.write("input", text)
        let outcome = try await Program(in: server.repository.path).run(
            ["-c", "git-countersign hook pre-receive <input"], program: "sh")
        #expect(outcome.status == 1 || outcome.status == 2, "\(outcome.status) \(outcome.errors)")
        #expect(outcome.errors.contains("countersign: "), "\(outcome.errors)")
        #expect(!outcome.errors.contains("unexpected error"), "\(outcome.errors)")
    }

    @Test("an old tip that the branch does not hold: git hands on the client's word for it")
    func outdated() async throws {
        let scene = try await GatedServer()
        let flagged = try await scene.june.commit("a")
        let plain = try await scene.june.commit("b", flagged: false)
        try await scene.june.must("push", "-q", "origin", "main:refs/heads/free")
        for old in [flagged, Self.zero] {
            try scene.server.repository.write("input", "\(old) \(plain) refs/heads/main\n")
            let outcome = try await Program(in: scene.server.repository.path).run(
                ["-c", "git-countersign hook pre-receive <input"], program: "sh")
            #expect(outcome.status == 1)
            let held = scene.server.root.abbreviated
            #expect(outcome.errors.contains("main: it holds \(held), not what"), "\(outcome.errors)")
        }
    }

    @Test("a namespace, in which refs go by other names")
    func namespace() async throws {
        let scene = try await GatedServer()
        let line = "\(Self.zero) \(scene.server.root) refs/heads/free\n"
        try scene.server.repository.write("input", line)
        let outcome = try await Program(in: scene.server.repository.path, ["GIT_NAMESPACE": "x"]).run(
            ["-c", "git-countersign hook pre-receive <input"], program: "sh")
        #expect(outcome.status == 2 && outcome.errors.contains("GIT_NAMESPACE"), "\(outcome.errors)")
    }
}
