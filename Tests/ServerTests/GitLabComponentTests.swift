import Scenarios
import Servers
import Subprocess
import TestRepositories
import Testing

@Suite("the GitLab component, on a runner's variables")
struct GitLabComponentTests {
    private static let file = "scripts/ci/gitlab/countersign.yml"

    private func run(
        _ forge: Forge, _ more: [Subprocess.Environment.Key: String]
    ) async throws -> Program.Outcome {
        let component: ContinuousIntegration.Component = try await ContinuousIntegration.document(Self.file)
        let jobs: [String: ContinuousIntegration.Job] = try await ContinuousIntegration.document(Self.file, 1)
        let job = try #require(jobs["countersign"])
        #expect(job.variables["GIT_STRATEGY"] == "none")
        var values = ["inputs.trust-root": forge.server.root.hex, "inputs.image": "image"]
        for (name, input) in component.spec.inputs {
            values["inputs.\(name)"] = values["inputs.\(name)"] ?? input["default"]
        }
        let project = "file://\(forge.server.repository.path.dropLast(".git".count))"
        let environment: [Subprocess.Environment.Key: String] = [
            "CI": "true", "CI_DEFAULT_BRANCH": "main", "CI_PROJECT_URL": project, "CI_SERVER_URL": "file://",
            "CI_JOB_TOKEN": "secret", "CI_COMMIT_BEFORE_SHA": String(repeating: "0", count: 40),
            // Whoever starts a pipeline may set variables; what counts is set in the script.
            "COUNTERSIGN_TRUST_ROOT": forge.commit, "COUNTERSIGN_BASE": forge.commit,
        ].merging(more) { $1 }
        let script = try ContinuousIntegration.expand(job.script.joined(separator: "\n"), "$[[", "]]", values)
        let runner = TestRepository(adopting: try TestRepository.temporaryDirectory())
        try runner.write("script", script)
        return try await Program(in: runner.path, environment).run(["-e", "script"], program: "sh")
    }

    @Test("a merge request fails, and passes once it is approved, with merged results too", arguments: [false, true])
    func mergeRequest(mergedResults: Bool) async throws {
        let forge = try await Forge()
        let project = "file://\(forge.server.repository.path.dropLast(".git".count))"
        let variables: [Subprocess.Environment.Key: String] = [
            "CI_MERGE_REQUEST_IID": "7", "CI_MERGE_REQUEST_PROJECT_URL": project,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": mergedResults ? forge.commit : "",
            "CI_COMMIT_SHA": mergedResults ? try await forge.merge() : forge.commit,
        ]
        let failed = try await run(forge, variables)
        #expect(failed.status == 1 && failed.output.contains("✗ missing"), "\(failed)")
        try await forge.approve(forge.commit)
        let passed = try await run(forge, variables)
        #expect(
            passed.status == 0 && passed.output.contains("trust root \(forge.server.root.abbreviated)"), "\(passed)")
    }

    @Test("the default branch is verified step by step")
    func branch() async throws {
        let forge = try await Forge()
        try await forge.june.must("push", "-q", "origin", "topic:main")
        let variables: [Subprocess.Environment.Key: String] = [
            "CI_COMMIT_BRANCH": "main", "CI_COMMIT_SHA": forge.commit, "CI_COMMIT_BEFORE_SHA": forge.server.root.hex,
        ]
        #expect(try await run(forge, variables).status == 1)
        try await forge.approve(forge.commit)
        #expect(try await run(forge, variables).status == 0)
    }

    @Test("its script is the one that the action runs")
    func same() async throws {
        let outcome = try await Program(in: ContinuousIntegration.sources).run(
            ["scripts/ci/make-gitlab", "--check"], program: "bash")
        #expect(outcome.status == 0, "\(outcome.output)")
    }
}

@Suite("the hooks for pre-commit")
struct PreCommitTests {
    private func hooks() async throws -> [ContinuousIntegration.PreCommitHook] {
        try await ContinuousIntegration.document(".pre-commit-hooks.yaml")
    }

    @Test("before a push it warns of what a server would refuse")
    func prePush() async throws {
        let forge = try await Forge()
        let hook = try #require(try await hooks().first { $0.stages == ["pre-push"] })
        let entry = try #require(hook.language == "script" ? ContinuousIntegration.sources + "/" + hook.entry : nil)
        // As pre-commit sets them (its documentation, "pre-push").
        let program = Program(
            in: forge.june.repository.path,
            [
                "PRE_COMMIT_FROM_REF": forge.server.root.hex, "PRE_COMMIT_TO_REF": forge.commit,
                "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/topic", "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main",
                "PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_REMOTE_URL": forge.server.access.address,
            ])
        let refused = try await program.run([entry], program: "sh")
        #expect(refused.status == 1 && refused.errors.contains("✗ missing"), "\(refused)")
        try await forge.approve(forge.commit)
        try await forge.june.countersign("sync").expect(0)
        #expect(try await program.run([entry], program: "sh").status == 0)
        let elsewhere = try await Program(in: forge.june.repository.path).run([entry], program: "sh")
        #expect(elsewhere.status == 2 && elsewhere.errors.contains("pre-push stage only"), "\(elsewhere)")
    }

    @Test("a message without the declaration is asked for it where the policy wants one")
    func message() async throws {
        let server = try await BareServer(policy: Scenario.policy("[ai]\n\tunmarked = declare\n"), gated: false)
        let june = try await server.clone(server.cast.june)
        let hook = try #require(try await hooks().first { $0.stages == ["commit-msg"] })
        let words = hook.entry.split(separator: " ").map(String.init)
        #expect(hook.language == "system" && words.first == "git")
        for (text, status) in [("Change\n", 1), ("Change\n\nAI-Assisted: no\n", 0)] {
            try june.repository.write(".git/COMMIT_EDITMSG", text)
            let outcome = try await june.git(Array(words.dropFirst()) + [".git/COMMIT_EDITMSG"])
            #expect(outcome.status == status, "\(outcome)")
        }
    }
}
