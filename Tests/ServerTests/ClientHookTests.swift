import CountersignObjects
import FoundationEssentials
import Scenarios
import Servers
import TestRepositories
import Testing

@Suite("hook pre-push: the same gate at home")
struct PrePushTests {
    private func clone() async throws -> (BareServer, Clone) {
        let server = try await BareServer(gated: false)
        let june = try await server.clone(server.cast.june)
        try await june.countersign("hook", "install", "pre-push").expect(0)
        return (server, june)
    }

    @Test("refuses a flagged push to the protected branch, and lets it pass once it is approved here")
    func refuses() async throws {
        let (server, june) = try await clone()
        let commit = try await june.commit("a")
        let refused = try await june.git("push", "origin", "main")
        #expect(refused.status != 0 && refused.errors.contains("✗ missing"), "\(refused.errors)")
        #expect(try await server.reference("refs/heads/main") == server.root.hex)
        try await june.must("push", "-q", "origin", "main:topic")
        let alice = try await server.clone(server.cast.alice)
        try await alice.countersign("approve", commit, "--push").expect(0)
        try await june.countersign("sync").expect(0)
        #expect(try await june.git("push", "-q", "origin", "main").errors.isEmpty)
    }

    @Test("warns, or keeps quiet, where the configuration says so; says what else it may say")
    func modes() async throws {
        let (_, june) = try await clone()
        try await june.commit("a")
        try await june.must("config", "countersign.prePush", "warnings")
        #expect(try await june.git("push", "origin", "main").errors.contains("countersign.prePush is 'warnings'"))
        try await june.must("config", "countersign.prePush", "warn")
        let warned = try await june.git("push", "origin", "main")
        #expect(warned.status == 0 && warned.errors.contains("✗ missing"), "\(warned.errors)")
        try await june.must("config", "countersign.prePush", "off")
        try await june.commit("b")
        #expect(try await june.git("push", "-q", "origin", "main").errors.isEmpty)
    }

    @Test("tells of approvals that the remote does not have yet")
    func unpushed() async throws {
        let (server, june) = try await clone()
        let commit = try await june.commit("a")
        let alice = try await server.clone(server.cast.alice)
        try await alice.must("fetch", "-q", june.repository.path, "main")
        try await alice.countersign("approve", commit).expect(0)
        try await june.must("fetch", "-q", alice.repository.path, "\(GatedServer.ledger):\(GatedServer.ledger)")
        let outcome = try await june.git("push", "origin", "main")
        #expect(outcome.status == 0 && outcome.errors.contains("git countersign sync"), "\(outcome.errors)")
    }

    @Test("a shallow clone judges as far as it reaches, and says what completes it")
    func shallow() async throws {
        let (server, june) = try await clone()
        for file in ["a", "b"] { try await june.commit(file, flagged: false) }
        try await june.must("push", "-q", "origin", "main")
        let path = try TestRepository.temporaryDirectory() + "/shallow"
        try await june.must("clone", "-q", "--depth=1", server.access.address, path)
        try await june.must("-C", path, "config", "core.hooksPath", june.repository.path + "/.git/hooks")
        let shallow = Program(in: path)
        let identity = ["-c", "user.name=June", "-c", "user.email=june@example.com"]
        try await shallow.run(
            identity + ["commit", "-q", "--allow-empty", "-m", "c\n\n\(Scenario.marker)"], program: "git"
        ).expect(0)
        let judged = try await shallow.run(["push", "origin", "main"], program: "git")
        #expect(judged.status != 0 && judged.errors.contains("✗ missing"), "\(judged.errors)")
        try await june.must("-C", path, "config", "countersign.trustRoot", server.root.hex)
        let cut = try await shallow.run(["push", "origin", "main"], program: "git")
        #expect(cut.status != 0 && cut.errors.contains("→ git fetch --unshallow"), "\(cut.errors)")
        try await june.must("-C", path, "fetch", "-q", "--unshallow")
        let whole = try await shallow.run(["push", "origin", "main"], program: "git")
        #expect(whole.status != 0 && whole.errors.contains("✗ missing"), "\(whole.errors)")
    }

    @Test("a repository without a policy is none of its business")
    func noPolicy() async throws {
        let (server, june) = try await clone()
        try await server.repository.git("update-ref", "-d", "refs/heads/main")
        let path = try TestRepository.temporaryDirectory() + "/plain.git"
        try await server.repository.git("init", "-q", "--bare", "-b", "main", path)
        try await june.must("remote", "set-url", "origin", path)
        try await june.must("switch", "-q", "--orphan", "fresh")
        try await june.commit("x")
        try await june.must("update-ref", "-d", "refs/remotes/origin/main")
        #expect(try await june.git("push", "-q", "origin", "fresh:main").status == 0)
    }
}

@Suite("hook commit-msg: asks for the declaration")
struct CommitMessageTests {
    private func clone(unmarked: String) async throws -> Clone {
        let policy = Scenario.policy(
            serial: 1, "[ai]\n\tunmarked = \(unmarked)\n[marker \"acme\"]\n\ttool = Acme\n\ttrailer = Made-with: *\n")
        let server = try await BareServer(policy: policy, gated: false)
        let june = try await server.clone(server.cast.june)
        try await june.countersign("hook", "install", "commit-msg").expect(0)
        return june
    }

    static let messages: [(String, Bool)] = [
        ("Plain", false), ("Plain\n\nAI-Assisted: no", true), ("Plain\n\nAI-Assisted: yes", true),
        ("Plain\n\n\(Scenario.marker)", true), ("Plain\n\nMade-with: acme", true),
        ("Plain\n\n# AI-Assisted: no", false),
        ("Plain\n\n# ------------------------ >8 ------------------------\nAI-Assisted: no", false),
    ]

    @Test("a message without marker and declaration is refused, with the line to add", arguments: messages)
    func declare(_ message: String, _ passes: Bool) async throws {
        let june = try await clone(unmarked: "declare")
        let outcome = try await june.git("commit", "--allow-empty", "--cleanup=scissors", "-m", message)
        #expect((outcome.status == 0) == passes, "\(outcome.errors)")
        #expect(passes || outcome.errors.contains("  AI-Assisted: no"), "\(outcome.errors)")
    }

    @Test("a trusted author, and a merge, need not declare; nor does anybody under another policy")
    func exempt() async throws {
        let june = try await clone(unmarked: "declare")
        let senior = try await june.git(
            "commit", "--allow-empty", "--author=Alice <alice@example.com>", "-m", "Plain")
        #expect(senior.status == 0, "\(senior.errors)")
        let human = try await clone(unmarked: "human")
        #expect(try await human.git("commit", "--allow-empty", "-m", "Plain").status == 0)
        try await june.must("switch", "-q", "-c", "side", "main~1")
        try await june.must("commit", "-q", "--allow-empty", "-m", "Side\n\nAI-Assisted: no")
        #expect(try await june.git("merge", "--no-ff", "-m", "Merge", "main").status == 0)
    }
}

@Suite("hook install: existing hooks are kept and called")
struct HookInstallTests {
    private func hook(_ clone: Clone, _ path: String, _ body: String) async throws {
        try clone.repository.write(path, "#!/bin/sh\n\(body)\n")
        try await Program(in: clone.repository.path).run(["+x", path], program: "chmod").expect(0)
    }

    @Test("twice is once; the hook that was there runs after, with the same input; uninstalling puts it back")
    func chains() async throws {
        let server = try await BareServer(gated: false)
        let june = try await server.clone(server.cast.june)
        let path = ".git/hooks/pre-push"
        try await hook(june, path, "cat >.git/seen && echo \"$1\" >>.git/seen")
        let before = FileManager.default.contents(atPath: june.repository.path + "/" + path)
        for _ in 0..<2 { try await june.countersign("hook", "install").expect(0) }
        try await june.commit("plain", flagged: false)
        try await june.must("push", "-q", "origin", "main")
        let seen = String(
            decoding: FileManager.default.contents(atPath: june.repository.path + "/.git/seen") ?? Data(), as: UTF8.self
        )
        #expect(seen.hasPrefix("refs/heads/main ") && seen.hasSuffix("origin\n"), "\(seen)")
        try await hook(june, ".git/hooks/pre-push.before-countersign", "exit 7")
        try await june.commit("more", flagged: false)
        #expect(try await june.git("push", "-q", "origin", "main").status != 0)
        try await june.countersign("hook", "uninstall").expect(0)
        #expect(FileManager.default.contents(atPath: june.repository.path + "/" + path) != before)
        #expect(try await june.countersign("hook", "uninstall").output.contains("No hook"))
        #expect(!FileManager.default.fileExists(atPath: june.repository.path + "/.git/hooks/commit-msg"))
    }

    @Test("a foreign hook beside a kept one is not overwritten")
    func foreign() async throws {
        let server = try await BareServer(gated: false)
        let june = try await server.clone(server.cast.june)
        try await hook(june, ".git/hooks/pre-push", "exit 0")
        try await hook(june, ".git/hooks/pre-push.before-countersign", "exit 0")
        let outcome = try await june.countersign("hook", "install", "pre-push")
        #expect(outcome.status == 2 && outcome.error.contains("are there"), "\(outcome.errors)")
    }

    @Test("core.hooksPath is where it is installed; a bare repository gets pre-receive")
    func places() async throws {
        let server = try await BareServer(gated: false)
        let june = try await server.clone(server.cast.june)
        try await june.must("config", "core.hooksPath", "team hooks")
        try await june.countersign("hook", "install", "commit-msg").expect(0)
        #expect(FileManager.default.fileExists(atPath: june.repository.path + "/team hooks/commit-msg"))
        let outcome = try await Program(in: server.repository.path).run("hook", "install")
        #expect(outcome.output.contains("hooks/pre-receive") && outcome.output.contains("countersign.trustRoot"))
        let refused = try await june.git("push", "origin", "main:topic")
        #expect(refused.status != 0 && refused.errors.contains("no trust root is pinned"), "\(refused.errors)")
    }

    @Test("what the first push would have to read is read when the hook is installed: what is protected, and no more")
    func readAhead() async throws {
        let server = try await TestRepository("--bare")
        var stream = ""
        for branch in ["main", "topic"] {
            for number in 1...150 {
                stream += "commit refs/heads/\(branch)\ncommitter A <a@example.com> \(number) +0000\n"
                stream += "data \(branch.utf8.count)\n\(branch)\n"
            }
        }
        try await server.git(["fast-import", "--quiet"], input: stream)
        try await Program(in: server.path).run("hook", "install").expect(0)
        let file = try #require(FileManager.default.contents(atPath: server.path + "/countersign/commits"))
        let kept = Array(file)
        for (branch, isProtected) in [("main", true), ("topic", false)] {
            for id in try await server.git("rev-list", branch).split(separator: "\n") {
                let bytes = try #require(ObjectID(hex: String(id))).bytes
                #expect((kept.firstRange(of: bytes) != nil) == isProtected, "\(branch) \(id)")
            }
        }
    }

    @Test("a server's hook that was there still runs, and still refuses")
    func serverChain() async throws {
        let server = try await BareServer(gated: false)
        try server.repository.write("hooks/pre-receive", "#!/bin/sh\ngrep -q forbidden && exit 1\nexit 0\n")
        try await Program(in: server.repository.path).run(["+x", "hooks/pre-receive"], program: "chmod").expect(0)
        try await server.gate()
        let june = try await server.clone(server.cast.june)
        try await june.must("push", "-q", "origin", "main:topic")
        #expect(try await june.git("push", "-q", "origin", "main:forbidden").status != 0)
        try await june.commit("a")
        #expect(try await june.git("push", "origin", "main").errors.contains("✗ missing"))
    }
}

@Suite("no approvals, or none fetched")
struct AbsentLedgerTests {
    @Test("verify tells a ledger that is not there from an approval that is not there")
    func hint() async throws {
        let server = try await BareServer(gated: false)
        let june = try await server.clone(server.cast.june)
        try await june.commit("a")
        let absent = try await june.countersign("verify")
        #expect(
            absent.status == 1 && absent.output.contains("note: no ledger here (refs/notes/countersign)"),
            "\(absent.output)")
        let alice = try await server.clone(server.cast.alice)
        try await alice.countersign("reject", "main", "--push").expect(0)
        try await june.countersign("sync").expect(0)
        #expect(try await !june.countersign("verify").output.contains("no ledger"))
        // Nothing lacks: nothing to say.
        try await june.must("update-ref", "-d", GatedServer.ledger)
        #expect(try await !june.countersign("verify", "main..main").output.contains("no ledger"))
    }
}
