import CountersignApprovals
import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("What a review keeps for the next one")
struct KeptReviewTests {
    private static let command = "git countersign review --as-of \(Scenario.now.rfc3339)"

    private func commits(_ scenario: Scenario, _ files: String...) async throws -> [ObjectID] {
        var commits: [ObjectID] = []
        for file in files { commits.append(try await scenario.flaggedCommit("\(file).conf", "\(file) = on\n")) }
        return commits
    }

    private func alice(_ scenario: Scenario, editor: String = "echo 'careful words' >\"$1\"") throws -> Program {
        Program(
            in: scenario, as: scenario.cast.alice,
            ["GIT_EDITOR": "\(try scenario.script(editor))", "GIT_PAGER": "cat"])
    }

    /// A review of two commits in which the first is approved, and that kept.
    private func keepFirst(of range: String, _ scenario: Scenario) async throws {
        let terminal = try await TerminalSession("\(Self.command) \(range)", in: try alice(scenario))
        for (question, key) in [("(1/2)", "a"), ("(2/2)", "q"), ("Sign this", "k")] {
            try await terminal.wait(for: question)
            try await terminal.press(key)
        }
        try await terminal.wait(for: "status 0")
    }

    private func kept(_ scenario: Scenario) throws -> String? {
        let path = scenario.repository.path + "/.git/countersign/review"
        return FileManager.default.fileExists(atPath: path) ? try text(of: path) : nil
    }

    @Test("what an earlier review kept, or anybody wrote into its file, is told from what was looked at now")
    func kept() async throws {
        let scenario = try await Scenario.onTopic()
        let commits = try await commits(scenario, "retry", "limits")
        try await keepFirst(of: "", scenario)

        let second = try await TerminalSession(Self.command, in: try alice(scenario))
        try await second.wait(for: "(2/2)")
        try await second.press("a")
        let summary = try await second.wait(for: "Sign this")
        #expect(summary.contains("approve \(commits[0].abbreviated) (kept) Change retry.conf"), "\(summary)")
        #expect(summary.contains("approve \(commits[1].abbreviated) Change limits.conf"), "\(summary)")
        #expect(summary.contains("1 kept by an earlier review, not shown now: b shows them."), "\(summary)")
        try await second.press("b")
        try await second.wait(for: "(1/2, approved) Approve \(commits[0].abbreviated)")
        try await second.press("a")
        let screen = try await second.wait(for: "Sign this")
        let end = try #require(screen.components(separatedBy: "(1/2, approved)").last)
        #expect(!end.contains("kept") && end.contains("Change limits.conf\nAs alice@example.com"), "\(screen)")
    }

    @Test("a review of another branch leaves it alone, and so does what is signed there")
    func otherBranch() async throws {
        let scenario = try await Scenario.onTopic()
        let topic = try await commits(scenario, "retry", "limits")
        try await scenario.git(["switch", "-qc", "other", "main"], by: scenario.cast.june)
        let other = try await commits(scenario, "audit")
        try await keepFirst(of: "main..topic", scenario)

        let second = try await TerminalSession(Self.command + " main..other", in: try alice(scenario))
        try await second.wait(for: "(1/1)")
        try await second.press("a")
        try await second.wait(for: "Sign this")
        try await second.press("y")
        let screen = try await second.wait(for: "status 0")
        #expect(screen.contains("note: decisions on commits of other reviews stay kept: 1"), "\(screen)")
        #expect(try await scenario.statements().statements.map(\.statement.subjects) == [other])
        #expect(try kept(scenario)?.contains(topic[0].hex) == true)

        let third = try await TerminalSession(Self.command + " main..topic", in: try alice(scenario))
        try await third.wait(for: "(2/2) Approve \(topic[1].abbreviated)")
        try await third.press("q")
        try await third.wait(for: "Sign this")
        try await third.press("x")
        try await third.wait(for: "status 0")
        #expect(try kept(scenario) == nil)
    }

    @Test("words that were written before a decision are there again")
    func words() async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await commits(scenario, "retry")
        let first = try await TerminalSession(Self.command, in: try alice(scenario))
        try await first.wait(for: "(1/1)")
        try await first.press("c")
        try await first.wait(for: "(1/1)", and: "]? c\n(1/1)")
        try await first.press("q")
        #expect(try await first.wait(for: "status 0").contains("Kept for the next"))
        let second = try await TerminalSession(Self.command, in: try alice(scenario))
        try await second.wait(for: "(1/1)")
        try await second.press("r")
        try await second.wait(for: "Sign this", and: "careful words\nAs alice")
        try await second.press("y")
        try await second.wait(for: "status 0")
        let statement = try await #require(try scenario.statements().statements.first)
        #expect(statement.statement.comment == "careful words" && statement.statement.subjects == commit)
        #expect(try kept(scenario) == nil)
    }

    @Test("an editor that fails ends neither the review nor what was decided in it")
    func editorFails() async throws {
        let scenario = try await Scenario.onTopic()
        _ = try await commits(scenario, "retry", "limits")
        let terminal = try await TerminalSession(Self.command, in: try alice(scenario, editor: "exit 3"))
        try await terminal.wait(for: "(1/2)")
        try await terminal.press("a")
        try await terminal.wait(for: "(2/2)")
        try await terminal.press("r")
        let screen = try await terminal.wait(for: "(2/2)", and: "Not rejected: a rejection says why.")
        #expect(screen.contains("error: the editor ended with status 3"), "\(screen)")
        try await terminal.press("q")
        try await terminal.wait(for: "Sign this", and: "1 left undecided.")
    }
}
