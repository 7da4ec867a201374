import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("THREATS, objects: tags, roots, empty commits, submodules")
struct HistoryShapeTests {
    @Test("annotated and nested tags stand for their commits, and a tag of a tree for none")
    func tags() async throws {
        let scenario = try await Scenario()
        let flagged = try await scenario.flaggedCommit()
        let git = scenario.repository
        try await git.git("tag", "-a", "-m", "base", "base", scenario.root.hex)
        try await git.git("tag", "-a", "-m", "head", "head", flagged.hex)
        try await git.git("-c", "advice.nestedTag=false", "tag", "-a", "-m", "nested", "nested", "head")
        try await git.git("tag", "-a", "-m", "tree", "tree", "main^{tree}")
        let program = Program(in: git.path)
        #expect(try await program.run("verify", "base..nested").status == 1)
        let wrong = try await program.run("verify", "base..tree")
        #expect(wrong.status == 2)
        #expect(wrong.error.contains("is a tree, not a commit"), "\(wrong.errors)")
        try await scenario.decide(by: scenario.cast.alice, on: flagged)
        #expect(try await program.run("verify", "base..nested").status == 0)
        #expect(try await program.run("verify", "--trust-root", "base", "base..nested").status == 0)
    }

    @Test("a second root merged in is judged, flagged or not")
    func severalRoots() async throws {
        let scenario = try await Scenario()
        let git = scenario.repository
        for flagged in [false, true] {
            let text = flagged ? "Other root\n\n\(Scenario.marker)" : "Other root"
            try await git.git("switch", "-q", "--orphan", "other\(flagged)")
            try await git.git("checkout", "-q", "main", "--", ".countersign")
            let root = try await scenario.commit(text, by: scenario.cast.june, files: ["other\(flagged)": "1"])
            try await git.git("switch", "-q", "main")
            try await scenario.git(
                ["merge", "-q", "--allow-unrelated-histories", "--no-edit", "other\(flagged)"], by: scenario.cast.june)
            let head = try await scenario.id("HEAD")
            let verification = try await scenario.verify(scenario.root, head)
            let verdict = verification.judgements.first { $0.id == root }?.verdict
            #expect(verdict == (flagged ? .missing : .clean))
            guard flagged else { continue }
            try await scenario.decide(by: scenario.cast.alice, on: root)
            #expect(try await scenario.verify(scenario.root, head).passes)
        }
    }

    @Test("a second root without the policy is a change of policy that can't take effect")
    func rootWithoutPolicy() async throws {
        let scenario = try await Scenario()
        try await scenario.repository.git("switch", "-q", "--orphan", "other")
        let root = try await scenario.commit("Other root", by: scenario.cast.june, files: ["other": "1"])
        try await scenario.decide(by: scenario.cast.alice, on: root)
        #expect(try await scenario.verify(scenario.root, root).judgements.map(\.verdict) == [.unapprovedPolicyChange])
    }

    @Test("an empty flagged commit needs an approval like any other, and none carries to it")
    func emptyCommits() async throws {
        let scenario = try await Scenario()
        let first = try await scenario.commit("One\n\n\(Scenario.marker)", by: scenario.cast.june)
        try await scenario.expect(first, .missing)
        try await scenario.decide(by: scenario.cast.alice, on: first)
        try await scenario.expect(first, .approved)
        let second = try await scenario.commit("Two\n\n\(Scenario.marker)", by: scenario.cast.june)
        try await scenario.expect(second, .missing)
    }

    @Test("a submodule bump is a change, whatever .gitmodules says, and no other bump has its approval")
    func submoduleBump() async throws {
        let scenario = try await Scenario()
        let git = scenario.repository
        let hidden = "[submodule \"lib\"]\n\tpath = lib\n\turl = ./lib\n\tignore = all\n"
        try await scenario.commit("Submodule", by: scenario.cast.alice, files: [".gitmodules": hidden], signed: true)
        let approved = try await bump(scenario, "1111111111111111111111111111111111111111")
        try await scenario.expect(approved, .missing)
        try await scenario.decide(by: scenario.cast.alice, on: approved)
        try await scenario.expect(approved, .approved)
        try await git.git("reset", "-q", "--hard", "HEAD~1")
        let same = try await bump(scenario, "1111111111111111111111111111111111111111", "Again")
        try await scenario.expect(same, .carried)
        try await git.git("reset", "-q", "--hard", "HEAD~1")
        try await scenario.expect(try await bump(scenario, "2222222222222222222222222222222222222222"), .missing)
    }

    private func bump(_ scenario: Scenario, _ id: String, _ subject: String = "Bump") async throws -> ObjectID {
        try await scenario.repository.git("update-index", "--add", "--cacheinfo", "160000,\(id),lib")
        try await scenario.git(["commit", "-q", "-m", "\(subject)\n\n\(Scenario.marker)"], by: scenario.cast.june)
        return try await scenario.id("HEAD")
    }

    @Test("a submodule bump is a path to the rules")
    func submoduleRule() async throws {
        let rule = "[rule \"vendored\"]\n\tpath = lib\n\tapplies-to = all\n\tcount = 2\n"
        let scenario = try await Scenario(policy: Scenario.policy(rule))
        try await scenario.repository.git(
            "update-index", "--add", "--cacheinfo", "160000,1111111111111111111111111111111111111111,lib")
        try await scenario.git(["commit", "-q", "-m", "Bump"], by: scenario.cast.june)
        let commit = try await scenario.id("HEAD")
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .insufficient)
        try await scenario.decide(by: scenario.cast.bob, on: commit)
        try await scenario.expect(commit, .approved)
    }

    @Test("a history without a root commit's policy is not verified, and says so")
    func noPolicy() async throws {
        let scenario = try await Scenario(policy: nil)
        let base = try await scenario.commit("Base", by: scenario.cast.alice)
        let head = try await scenario.flaggedCommit()
        let outcome = try await Program(in: scenario.repository.path).run("verify", "\(base.hex)..\(head.hex)")
        #expect(outcome.status == 2)
        #expect(outcome.error.hasPrefix("there is no policy at"), "\(outcome.errors)")
    }
}
