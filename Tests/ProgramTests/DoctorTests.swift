import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("The doctor tells what would fail, and what mends it")
struct DoctorTests {
    private struct Report: Decodable {
        struct Finding: Decodable {
            let area: String
            let state: String
            let text: String
            let fix: String?
        }
        let findings: [Finding]
    }

    /// A clone of alice's with nothing amiss, and alice in it.
    private func healthy() async throws -> (Scenario, Program) {
        let scenario = try await Scenario()
        try await scenario.repository.git("config", "countersign.trustRoot", scenario.root.hex)
        try await scenario.repository.git("config", "notes.displayRef", "refs/notes/countersign")
        try await scenario.decide(by: scenario.cast.alice, on: try await scenario.flaggedCommit())
        let alice = program(scenario, as: scenario.cast.alice)
        #expect(try await alice.run("hook", "install").status == 0)
        return (scenario, alice)
    }

    private func program(_ scenario: Scenario, as member: Cast.Member, committing email: String? = nil) -> Program {
        Program(in: scenario, as: member, ["GIT_COMMITTER_EMAIL": "\(email ?? member.email)"])
    }

    private func examine(_ program: Program, _ status: Int) async throws -> Report {
        let outcome = try await program.run("doctor", "--format", "json", "--as-of", Scenario.now.rfc3339)
        #expect(outcome.status == status && outcome.errors.isEmpty, "\(outcome.errors)\(outcome.output)")
        return try decoded(outcome.output)
    }

    /// Expects one finding that is not well, and gives the command that it names.
    @discardableResult
    private func expect(
        _ program: Program, _ state: String, _ area: String, _ text: String, fix: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let findings = try await examine(program, state == "mend" ? 1 : 0).findings.filter { $0.state != "well" }
        let found = try #require(findings.first { $0.area == area }, "\(findings)", sourceLocation: location)
        #expect(found.state == state && found.text.contains(text), "\(findings)", sourceLocation: location)
        #expect(found.fix?.contains(fix) == true, "\(findings)", sourceLocation: location)
        #expect(findings.count == 1, "\(findings)", sourceLocation: location)
        return found.fix ?? ""
    }

    @Test("nothing amiss, as text and with -q")
    func well() async throws {
        let (_, alice) = try await healthy()
        let findings = try await examine(alice, 0).findings
        #expect(findings.allSatisfy { $0.state == "well" && $0.fix == nil }, "\(findings)")
        let areas = ["git", "ssh-keygen", "policy", "trust root", "signing key", "identity", "ledger", "history"]
        #expect(findings.map(\.area) == areas + ["clock", "hooks", "hooks"])
        let text = try await alice.run("doctor", "--as-of", Scenario.now.rfc3339)
        #expect(text.status == 0 && text.output.hasSuffix("\n\nAll is well\n"), "\(text.output)")
        #expect(text.output.contains("✓ trust root   "), "\(text.output)")
        #expect(try await alice.run("doctor", "-q", "--as-of", Scenario.now.rfc3339).output == "")
    }

    @Test("the command that it names mends what is amiss")
    func mended() async throws {
        let (scenario, alice) = try await healthy()
        for (breaking, area, text, state) in [
            (["config", "--unset", "notes.displayRef"], "notes", "git log does not show approvals", "note"),
            (["replace", scenario.root.hex, "main"], "replaced", "git shows 1 commits as others", "note"),
        ] {
            try await scenario.repository.git(breaking)
            let fix = try await expect(alice, state, area, text, fix: "git ")
            let command = fix.split(separator: ", and ").last.map(String.init) ?? ""
            let mend = command.replacing("ID", with: scenario.root.hex)
            let outcome = try await alice.run(["-c", mend], program: "sh")
            #expect(outcome.status == 0, "\(mend): \(outcome.errors)")
            _ = try await examine(alice, 0)
        }
    }

    @Test("hooks that are not there, or not as they would be written")
    func hooks() async throws {
        let (scenario, alice) = try await healthy()
        let hook = scenario.repository.path + "/.git/hooks/pre-push"
        let script = try text(of: hook)
        try Data(script.replacing("git-countersign", with: "gone").utf8).write(to: URL(filePath: hook))
        let fix = try await expect(alice, "mend", "hooks", "pre-push is not as", fix: "git countersign hook install")
        #expect(try await alice.run(["-c", fix], program: "sh").status == 0)
        #expect(try text(of: hook) == script)
        #expect(try await alice.run("hook", "uninstall", "commit-msg").status == 0)
        try await expect(alice, "note", "hooks", "commit-msg is not installed", fix: "hook install commit-msg")
    }

    @Test("no trust root, and one beside the branch")
    func trustRoot() async throws {
        let (scenario, alice) = try await healthy()
        try await scenario.repository.git("config", "--unset", "countersign.trustRoot")
        try await expect(alice, "mend", "trust root", "none is pinned", fix: "git config countersign.trustRoot")
        try await scenario.git(["switch", "-q", "-c", "aside"], by: scenario.cast.june)
        let aside = try await scenario.flaggedCommit("aside")
        try await scenario.git(["switch", "-q", "main"], by: scenario.cast.june)
        try await scenario.repository.git("config", "countersign.trustRoot", aside.hex)
        try await expect(alice, "mend", "policy", "is not on the first-parent line", fix: "countersign.trustRoot")
    }

    @Test("a key that the policy does not list, that is somebody else's, or whose private half is nowhere")
    func keys() async throws {
        let (scenario, _) = try await healthy()
        let cast = scenario.cast
        let unlisted = program(scenario, as: cast.mallory, committing: cast.alice.email)
        try await expect(
            unlisted, "mend", "signing key", "unknown-key",
            fix: "alice@example.com \(cast.mallory.key.publicText)")
        try await expect(
            program(scenario, as: cast.bob, committing: cast.alice.email), "mend", "identity",
            "you commit as alice@example.com and sign as bob@example.com", fix: "user.email bob@example.com")
        try await expect(
            program(scenario, as: cast.bob, committing: "bob@home.example"), "mend", "identity",
            "is no address of bob@example.com", fix: "user.email bob@example.com")
        let copy = try TestRepository.temporaryDirectory() + "/key.pub"
        try FileManager.default.copyItem(atPath: cast.alice.key.file + ".pub", toPath: copy)
        let bare = Program(
            in: scenario.repository.path, signingWith: copy, ["GIT_COMMITTER_EMAIL": "\(cast.alice.email)"])
        try await expect(bare, "mend", "agent", "does not hold \(cast.alice.key.fingerprint)", fix: "ssh-add")
    }

    @Test("no program to sign with")
    func noSigner() async throws {
        let (scenario, alice) = try await healthy()
        try await scenario.repository.git("config", "gpg.ssh.program", "nosuchprogram")
        let fix = "install OpenSSH's client, or correct gpg.ssh.program"
        try await expect(alice, "mend", "nosuchprogram", "nothing can be signed", fix: fix)
    }

    @Test("a ledger that is ahead of the remote's, behind it, or fetched over")
    func exchange() async throws {
        let (scenario, alice) = try await healthy()
        let git = scenario.repository
        let server = try await TestRepository("--bare")
        try await git.git("remote", "add", "origin", server.path)
        try await git.git("push", "-q", "origin", "main")
        let spec = "+refs/notes/countersign*:refs/notes/remotes/origin/countersign*"
        try await git.git("config", "remote.origin.fetch", spec)
        try await git.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*")
        let sync = try await expect(alice, "mend", "exchange", "never fetched, nor this one pushed", fix: "sync origin")
        #expect(try await alice.run(["-c", sync], program: "sh").status == 0)
        _ = try await examine(alice, 0)
        let tip = try await git.git("rev-parse", "refs/notes/countersign")
        try await scenario.decide(by: scenario.cast.bob, on: scenario.root)
        try await expect(alice, "mend", "exchange", "origin lacks some of it", fix: "sync origin")
        #expect(try await alice.run(["-c", sync], program: "sh").status == 0)
        try await git.git("update-ref", "refs/notes/countersign", tip)
        try await expect(alice, "mend", "exchange", "it lacks some of origin's", fix: "sync origin")
        #expect(try await alice.run(["-c", sync], program: "sh").status == 0)
        try await git.git("config", "--add", "remote.origin.fetch", "+refs/notes/*:refs/notes/*")
        let fix = try await expect(alice, "mend", "fetching", "overwrites approvals", fix: "--unset")
        #expect(try await alice.run(["-c", fix], program: "sh").status == 0)
        #expect(try await git.git("config", "--get-all", "remote.origin.fetch") == spec)
    }

    @Test("a policy that lies there without being in force")
    func unapprovedPolicy() async throws {
        let (scenario, alice) = try await healthy()
        try await scenario.commit(
            "Promote june", by: scenario.cast.june,
            files: [".countersign/policy": Scenario.policy(serial: 2).replacing("= junior\n", with: "= senior\n")])
        try await expect(alice, "mend", "policy", "is not in force: nobody approved", fix: "git countersign audit")
    }

    @Test("no policy at all")
    func noPolicy() async throws {
        let scenario = try await Scenario(policy: nil)
        try await scenario.commit("First", by: scenario.cast.alice, files: ["a": "1\n"])
        let findings = try await examine(program(scenario, as: scenario.cast.alice), 1).findings
        let found = findings.first { $0.area == "policy" }
        #expect(found?.state == "mend" && found?.fix?.contains("git countersign init") == true, "\(findings)")
    }

    @Test("a clock behind the last commit, and a clone cut short")
    func clockAndHistory() async throws {
        let (scenario, alice) = try await healthy()
        scenario.today = Scenario.now.adding(seconds: 7200)
        try await scenario.commit("Tomorrow's", by: scenario.cast.alice, files: ["t": "1\n"])
        try await expect(alice, "mend", "clock", "2 hours behind the last commit", fix: "timedatectl")
        let shallow = try TestRepository.temporaryDirectory() + "/shallow"
        try await scenario.repository.git("clone", "-q", "--depth=1", "file://\(scenario.repository.path)", shallow)
        let findings = try await examine(
            Program(in: shallow, signingWith: scenario.cast.alice.key.file), 1
        ).findings
        let found = findings.first { $0.area == "history" }
        #expect(found?.state == "mend" && found?.fix == "git fetch --unshallow", "\(findings)")
    }
}
