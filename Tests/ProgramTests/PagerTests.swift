import Scenarios
import TestRepositories
import Testing

@Suite("Long text goes through git's pager, on a terminal only; progress to standard error, after a while")
struct PagerTests {
    static let commands = ["show topic", "explain topic", "queue", "people", "audit topic"]

    @Test("the pager that git would use, by GIT_PAGER, core.pager or PAGER", arguments: commands)
    func paged(_ command: String) async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        for (isGits, configured) in [(true, nil), (false, nil), (false, "sed s/^/core:/")] {
            if let configured { try await scenario.repository.git("config", "core.pager", configured) }
            let program = Program(
                in: scenario, as: scenario.cast.alice, [isGits ? "GIT_PAGER" : "PAGER": "sed s/^/paged:/"])
            let start = configured == nil ? "paged:" : "core:"
            let shown = try await TerminalSession("git countersign \(command)", in: program).wait(for: "status")
            #expect(shown.hasPrefix(start), "\(shown)")
            let piped = try await program.run(command.split(separator: " ").map(String.init))
            #expect(!piped.output.contains(start) && !piped.output.isEmpty, "\(piped.output)")
        }
    }

    @Test("git --no-pager, and a pager that can't be run, leave the text as it is")
    func unpaged() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let program = Program(in: scenario, as: scenario.cast.alice, ["GIT_PAGER": "sed s/^/paged:/"])
        let plain = try await TerminalSession("git --no-pager countersign people", in: program).wait(for: "status 0")
        #expect(plain.hasPrefix("people of example/shop"), "\(plain)")
        let broken = Program(in: scenario, as: scenario.cast.alice, ["GIT_PAGER": "nosuchpager"])
        let shown = try await TerminalSession("git countersign people", in: broken).wait(for: "status 0")
        #expect(shown.contains("people of example/shop"), "\(shown)")
    }

    @Test("progress is told where it takes long, on a terminal or when asked for, and never with -q")
    func progress() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let line = "Reading commits: 2, done.\n"
        let impatient = Program(in: scenario, as: scenario.cast.alice, ["GIT_PROGRESS_DELAY": "0"])
        for command in [["verify", "main..topic"], ["audit", "topic"], ["queue"]] {
            #expect(try await impatient.run(command + ["--progress"]).errors.contains(line), "\(command)")
            #expect(try await !impatient.run(command).errors.contains("Reading"), "\(command)")
        }
        #expect(try await !impatient.run("verify", "-q", "--progress", "main..topic").errors.contains("Reading"))
        let terminal = try await TerminalSession("git countersign verify main..topic", in: impatient)
        #expect(try await terminal.wait(for: "status 1").hasPrefix(line))
        let silent = try await TerminalSession("git countersign verify --no-progress main..topic", in: impatient)
        #expect(try await !silent.wait(for: "status 1").contains("Reading"))
        let patient = Program(in: scenario, as: scenario.cast.alice, ["GIT_PROGRESS_DELAY": "3600"])
        #expect(try await patient.run("queue", "--progress").errors.isEmpty)
    }
}
