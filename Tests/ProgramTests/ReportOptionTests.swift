import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("How a report is asked for, and where it goes")
struct ReportOptionTests {
    /// A flagged commit of june's on a branch; alice's approval on it when wanted.
    private func flagged(approved: Bool = false) async throws -> (scenario: Scenario, commit: ObjectID, Program) {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        if approved { try await scenario.decide(by: scenario.cast.alice, on: commit) }
        return (scenario, commit, Program(in: scenario.repository.path))
    }

    @Test(
        "--policy DIR judges by that policy, whatever the repository holds", arguments: ["verify", "audit", "explain"])
    func policy(_ command: String) async throws {
        let (scenario, commit, program) = try await flagged(approved: true)
        let directory = try TestRepository.temporaryDirectory()
        let stricter = "[approval]\n\tcount = 2\n"
        try Data(Scenario.policy(serial: 7, stricter).utf8).write(to: URL(filePath: directory + "/policy"))
        let signers = Scenario.signers(scenario.cast.known)
        try Data(signers.utf8).write(to: URL(filePath: directory + "/allowed_signers"))
        let what = ["verify": "main..topic", "audit": "topic", "explain": "topic"][command] ?? ""
        let arguments = [command, what, "--as-of", Scenario.now.rfc3339]
        #expect(try await program.run(arguments).status == 0)
        let strict = try await program.run(arguments + ["--policy", directory])
        #expect(strict.status == 1, "\(strict.output)\(strict.errors)")
        #expect(strict.output.contains("insufficient") && strict.output.contains("serial 7"), "\(strict.output)")
        let json = try await program.run(
            ["verify", "main..topic", "--as-of", Scenario.now.rfc3339, "--policy", directory, "--format", "json"])
        let report: ReportJSON = try decoded(json.output)
        #expect(report.policy.tree.value == nil && report.policy.serial == 7)
        #expect(report.commits.map(\.id) == [commit.hex] && report.commits.first?.needs.value?.count == 2)
    }

    @Test("--as-of sets what now is")
    func asOf() async throws {
        let (_, _, program) = try await flagged(approved: true)
        let early = Scenario.day.adding(seconds: -86_400).rfc3339
        let before = try await program.run("verify", "--as-of", early, "main..topic")
        #expect(before.status == 1 && before.output.contains("from-the-future"), "\(before.output)")
        let after = try await program.run("verify", "--as-of", Scenario.now.rfc3339, "main..topic")
        #expect(after.status == 0, "\(after.output)")
    }

    @Test("-o writes the report to a file, whole, in place of what was there", arguments: ["text", "json"])
    func output(_ format: String) async throws {
        let (scenario, _, program) = try await flagged()
        let file = scenario.repository.path + "/.git/report"
        try Data(String(repeating: "old ", count: 10_000).utf8).write(to: URL(filePath: file))
        try await scenario.repository.git("config", "color.ui", "always")
        let arguments = ["verify", "main..topic", "--format", format, "--as-of", Scenario.now.rfc3339]
        let printed = try await program.run(arguments)
        let written = try await program.run(arguments + ["-o", file])
        #expect(written.status == 1 && written.output.isEmpty && written.errors.isEmpty)
        let report = try text(of: file)
        #expect(!report.contains("\u{1b}"), "a file has no colours")
        #expect(report == printed.output.withoutColours)
        let nowhere = try await program.run(arguments + ["-o", "/nowhere/report"])
        nowhere.expectFailure(2, "can't write /nowhere/report")
    }

    @Test("-q leaves the exit status, and what was asked for by name")
    func quiet() async throws {
        let (scenario, commit, program) = try await flagged()
        for (command, what) in [("verify", "main..topic"), ("audit", "topic")] {
            let failed = try await program.run(command, "-q", what)
            #expect(failed.status == 1 && failed.output.isEmpty && failed.errors.isEmpty)
            let json = try await program.run(command, "-q", "--format", "json", what)
            let report: ReportJSON = try decoded(json.output)
            #expect(json.status == 1 && report.result == "fail")
        }
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        let passed = try await program.run("verify", "-q", "main..topic", "--as-of", Scenario.now.rfc3339)
        #expect(passed.status == 0 && passed.output.isEmpty && passed.errors.isEmpty)
    }

    @Test("the same findings are the same bytes of JSON, on standard output only")
    func json() async throws {
        let (_, _, program) = try await flagged(approved: true)
        for arguments in [["verify", "main..topic"], ["audit", "topic"], ["explain", "topic"], ["show", "topic"]] {
            let options = ["--format", "json", "--as-of", Scenario.now.rfc3339]
            let first = try await program.run(arguments + options)
            #expect(first.status == 0 && first.errors.isEmpty, "\(arguments): \(first.errors)")
            #expect(first.output == (try await program.run(arguments + options)).output)
            #expect(first.output.hasPrefix(arguments[0] == "show" ? "[\n" : "{\n") && first.output.hasSuffix("\n"))
        }
        let failed = try await program.run("verify", "--format", "json", "nowhere..topic")
        failed.expectFailure(2, "unknown revision 'nowhere'")
    }
}
