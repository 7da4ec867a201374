import FoundationEssentials
import Scenarios
import Servers
import Subprocess
import TestRepositories
import Testing

@Suite("the GitHub action, on a runner's variables")
struct GitHubActionTests {
    /// Runs the action's steps as a runner would, in a checkout that holds next to nothing.
    private func run(
        _ forge: Forge, event: String, _ payload: String, reference: String = "refs/pull/7/merge",
        _ inputs: [String: String] = [:], more: [Subprocess.Environment.Key: String] = [:]
    ) async throws -> (outcome: Program.Outcome, summary: String) {
        let action: ContinuousIntegration.Action = try await ContinuousIntegration.document(
            "scripts/ci/github/action.yml")
        #expect(action.runs.using == "composite")
        var values = ["github.token": "secret", "inputs.trust-root": forge.server.root.hex]
        for (name, input) in action.inputs where values["inputs.\(name)"] == nil {
            values["inputs.\(name)"] =
                try inputs[name] ?? ContinuousIntegration.expand(input.default ?? "", "${{", "}}", values)
        }
        if let root = inputs["trust-root"] { values["inputs.trust-root"] = root }
        let runner = TestRepository(adopting: try TestRepository.temporaryDirectory())
        try runner.write("event.json", payload)
        try runner.write("summary.md", "")
        try await runner.git("clone", "-q", "--depth=1", "file://" + forge.server.repository.path, "workspace")
        var environment: [Subprocess.Environment.Key: String] = [
            "GITHUB_ACTION_PATH": ContinuousIntegration.sources + "/scripts/ci/github",
            "GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": runner.path + "/event.json",
            "GITHUB_SERVER_URL": "file://" + forge.place, "GITHUB_REPOSITORY": forge.name, "GITHUB_REF": reference,
            "GITHUB_SHA": try await forge.merge(), "GITHUB_STEP_SUMMARY": runner.path + "/summary.md",
            "RUNNER_TEMP": runner.path, "CI": "true", "GITHUB_ACTIONS": "true",
        ]
        environment.merge(more) { $1 }
        let step = try #require(action.runs.steps.first)
        #expect(action.runs.steps.count == 1 && step.shell == "bash")
        for (name, value) in step.env {
            environment[try #require(.init(rawValue: name))] =
                try ContinuousIntegration.expand(value, "${{", "}}", values)
        }
        try runner.write("step.sh", step.run)
        let outcome = try await Program(in: runner.path + "/workspace", environment).run(
            ["--noprofile", "--norc", "-eo", "pipefail", runner.path + "/step.sh"], program: "bash")
        let summary = String(decoding: try Data(contentsOf: URL(filePath: runner.path + "/summary.md")), as: UTF8.self)
        return (outcome, summary)
    }

    private func pullRequest(_ head: String) -> String {
        """
        {"repository": {"default_branch": "main"},
         "pull_request": {"number": 7, "base": {"ref": "main", "sha": "\(String(repeating: "7", count: 40))"},
                          "head": {"ref": "topic", "sha": "\(head)"}}}
        """
    }

    @Test(
        "a pull request fails with an annotation for each commit, and passes once it is approved; no checkout is needed",
        arguments: ["pull_request", "pull_request_target"])
    func pullRequest(event: String) async throws {
        let forge = try await Forge()
        let failed = try await run(forge, event: event, pullRequest(forge.commit))
        #expect(failed.outcome.status == 1, "\(failed.outcome.errors)")
        #expect(failed.outcome.output.contains("::error title=missing \(forge.commit.prefix(12))::Change retry.conf"))
        #expect(failed.summary.contains(String(forge.commit.prefix(12))), "\(failed.summary)")
        try await forge.approve(forge.commit)
        let passed = try await run(forge, event: event, pullRequest(forge.commit))
        #expect(passed.outcome.status == 0, "\(passed.outcome.output)\(passed.outcome.errors)")
        #expect(!passed.outcome.output.contains("no trust root"))
    }

    @Test("the change's own policy, and its own settings, have no say")
    func ownRules() async throws {
        let forge = try await Forge()
        let raised = Scenario.policy(serial: 2).replacing(
            "name = june\n\tlevel = junior", with: "name = june\n\tlevel = senior")
        try forge.june.repository.write(".countersign/policy", raised)
        try await forge.june.commit("more", flagged: false, signed: true)
        let use = try await forge.june.commit("use", signed: true)
        try await forge.publish(use)
        let outcome = try await run(forge, event: "pull_request", pullRequest(use)).outcome
        #expect(outcome.status == 1 && outcome.output.contains("unapproved-policy-change"), "\(outcome.output)")
        #expect(outcome.output.contains("missing \(use.prefix(12))"), "\(outcome.output)")
    }

    @Test("a push of the branch is verified as a step of it, a new branch from where main stands")
    func push() async throws {
        let forge = try await Forge()
        let root = forge.server.root.hex
        func payload(_ before: String, _ after: String) -> String {
            #"{"repository": {"default_branch": "main"}, "before": "\#(before)", "after": "\#(after)"}"#
        }
        try await forge.june.must("push", "-q", "origin", "topic:main")
        let main = try await run(forge, event: "push", payload(root, forge.commit), reference: "refs/heads/main")
        #expect(main.outcome.status == 1 && main.outcome.output.contains("missing"), "\(main.outcome)")
        try await forge.approve(forge.commit)
        let passed = try await run(forge, event: "push", payload(root, forge.commit), reference: "refs/heads/main")
        #expect(passed.outcome.status == 0, "\(passed.outcome)")
        try await forge.june.must("switch", "-q", "-C", "swapped", root)
        try await forge.june.commit("beside", flagged: false)
        try await forge.june.must("merge", "-q", "-m", "Merge main", forge.commit)
        let swapped = try await forge.june.must("rev-parse", "HEAD")
        try await forge.june.must("push", "-q", "origin", "HEAD:main")
        let foxtrot = try await run(forge, event: "push", payload(forge.commit, swapped), reference: "refs/heads/main")
        #expect(foxtrot.outcome.status == 1 && foxtrot.outcome.output.contains("foxtrot"), "\(foxtrot.outcome)")
        let fresh = try await forge.june.commit("fresh")
        try await forge.june.must("push", "-q", "origin", "HEAD:fresh")
        let zero = String(repeating: "0", count: 40)
        let new = try await run(forge, event: "push", payload(zero, fresh), reference: "refs/heads/fresh")
        #expect(new.outcome.status == 1, "\(new.outcome)")
        #expect(new.outcome.output.contains("missing \(fresh.prefix(12))"), "\(new.outcome)")
        // The first push of the branch with the policy itself: everything after the root is new.
        let first = try await run(forge, event: "push", payload(zero, swapped), reference: "refs/heads/main")
        #expect(first.outcome.status == 0 && first.outcome.output.contains("3 commits"), "\(first.outcome)")
        try await forge.june.must("push", "-q", "origin", "\(root):refs/heads/old")
        let old = try await run(forge, event: "push", payload(zero, root), reference: "refs/heads/old")
        #expect(old.outcome.status == 0, "\(old.outcome)")
    }

    @Test("a merge queue's group is verified against what it is queued behind")
    func mergeGroup() async throws {
        let forge = try await Forge()
        let merge = try await forge.merge()
        let queue = "refs/heads/gh-readonly-queue/main/pr-7"
        try await forge.server.repository.git("update-ref", queue, merge)
        let payload = """
            {"repository": {"default_branch": "main"},
             "merge_group": {"base_ref": "refs/heads/main", "head_ref": "\(queue)", "head_sha": "\(merge)",
                             "base_sha": "\(forge.server.root.hex)"}}
            """
        let failed = try await run(forge, event: "merge_group", payload, reference: queue).outcome
        #expect(failed.status == 1 && failed.output.contains("missing \(forge.commit.prefix(12))"), "\(failed)")
        try await forge.approve(forge.commit)
        let passed = try await run(forge, event: "merge_group", payload, reference: queue).outcome
        #expect(passed.status == 0, "\(passed)")
    }

    @Test("what can't be verified is refused, and never passes")
    func refusals() async throws {
        let forge = try await Forge()
        try await forge.approve(forge.commit)
        let request = pullRequest(forge.commit)
        for (inputs, words) in [
            (["trust-root": ""], "which is no full commit id"), (["trust-root": "main"], "which is no full commit id"),
            (["trust-root": String(forge.server.root.hex.dropLast())], "is no full commit id"),
            (["trust-root": String(repeating: "7", count: 40)], "error:"),
            (["program": "/nowhere/git-countersign"], "no program"),
            (["program-sha256": String(repeating: "7", count: 64)], "not the program that is pinned"),
            (["policy-branch": "nowhere"], "could not fetch"),
        ] {
            let outcome = try await run(forge, event: "pull_request", request, inputs).outcome
            #expect(outcome.status == 2 && outcome.errors.contains(words), "\(inputs): \(outcome)")
        }
        let old = try await run(forge, event: "pull_request", pullRequest(String(repeating: "7", count: 40))).outcome
        #expect(old.status == 2 && old.errors.contains("the newer run counts"), "\(old)")
        let other = try await run(forge, event: "schedule", request).outcome
        #expect(other.status == 2 && other.errors.contains("nothing to verify for the event schedule"), "\(other)")
        let tag = try await run(forge, event: "push", request, reference: "refs/tags/v1").outcome
        #expect(tag.status == 2 && tag.errors.contains("no push of a branch"), "\(tag)")
    }

    @Test("the program that is pinned by its bytes is run")
    func pinned() async throws {
        let forge = try await Forge()
        try await forge.approve(forge.commit)
        let sum = try await Program(in: "/").run(
            ["-c", "sha256sum \"$(command -v git-countersign)\" | cut -c1-64"], program: "sh"
        ).output.filter { !$0.isNewline }
        let outcome = try await run(
            forge, event: "pull_request", pullRequest(forge.commit), ["program-sha256": sum]
        ).outcome
        #expect(outcome.status == 0, "\(outcome)")
    }
}
