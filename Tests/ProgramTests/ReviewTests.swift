import CountersignApprovals
import CountersignObjects
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("A review, as a person sits at it")
struct ReviewTests {
    private static let command = "git countersign review --as-of \(Scenario.now.rfc3339)"

    /// Five flagged commits of june's, whose lines say which is which.
    private func fiveCommits() async throws -> (Scenario, [ObjectID]) {
        let scenario = try await Scenario.onTopic()
        var commits: [ObjectID] = []
        for file in ["retry", "limits", "audit", "colours", "docs"] {
            commits.append(try await scenario.flaggedCommit("\(file).conf", "\(file) = on\n"))
        }
        return (scenario, commits)
    }

    /// A program of alice's whose pager is `less`, and whose editor writes what is given.
    private func alice(
        _ scenario: Scenario, writing words: String = "too few tests", pager: String = "less"
    ) throws -> Program {
        let editor = try scenario.script("echo '\(words)' >\"$1\"")
        return Program(
            in: scenario, as: scenario.cast.alice, ["GIT_EDITOR": "\(editor)", "GIT_PAGER": "\(pager)"])
    }

    private func expect(_ screen: String, _ name: String, at location: SourceLocation = #_sourceLocation) throws {
        let snapshot = try Snapshot(screen, name, beside: #filePath)
        #expect(snapshot.found == snapshot.wanted, sourceLocation: location)
    }

    @Test("two approved, one rejected with words, one skipped, quit, resumed, signed: in one notes commit")
    func wholeSitting() async throws {
        let (scenario, commits) = try await fiveCommits()
        let program = try alice(scenario)
        let first = try await TerminalSession(Self.command, in: program)
        try expect(try await first.wait(for: ":"), "review-1-pager.txt")
        try await first.press("q")
        try expect(try await first.wait(for: "(1/5)"), "review-2-question.txt")
        for (key, next) in [("a", "(2/5)"), ("a", "(3/5)"), ("r", "(4/5)"), ("s", "(5/5)")] {
            try await first.press(key)
            try await first.wait(for: ":")
            try await first.press("q")
            try await first.wait(for: next)
        }
        try await first.press("q")
        try expect(try await first.wait(for: "Sign this"), "review-3-quit.txt")
        try await first.press("k")
        try await first.wait(for: "status 0")
        #expect(try await scenario.statements().statements.isEmpty)

        let second = try await TerminalSession(Self.command, in: program)
        try expect(try await second.wait(for: ":"), "review-4-resumed.txt")
        try await second.press("q")
        try await second.wait(for: "(4/5)")
        try await second.press("?")
        try expect(try await second.wait(for: "(4/5)", and: "show this help"), "review-help.txt")
        try await second.press("q")
        try await second.wait(for: "Sign this")
        try await second.press("y")
        try expect(try await second.wait(for: "status 0"), "review-5-signed.txt")

        let statements = try await scenario.statements().statements
        let approval = try #require(statements.first { $0.statement.decision == .approve })
        let rejection = try #require(statements.first { $0.statement.decision == .reject })
        #expect(statements.count == 2 && statements.allSatisfy { $0.envelopes.count == 1 })
        #expect(approval.statement.subjects == Array(commits[..<2]) && approval.places == Set(commits[..<2]))
        #expect(rejection.statement.subjects == [commits[2]])
        #expect(rejection.statement.comment == "too few tests")
        let notes = try await scenario.repository.git("log", "--format=%s", "refs/notes/countersign")
        #expect(notes == "approve 2 commits and reject 1 commit by alice@example.com")
        #expect(!FileManager.default.fileExists(atPath: scenario.repository.path + "/.git/countersign/review"))
    }

    @Test("all approvals of a sitting take one signature, with the words on each")
    func oneSignature() async throws {
        let (scenario, commits) = try await fiveCommits()
        let log = scenario.repository.path + "/.git/signatures"
        let signer = try scenario.script("echo signed >>'\(log)'; exec ssh-keygen -q \"$@\"")
        try await scenario.repository.git("config", "gpg.ssh.program", signer)
        let terminal = try await TerminalSession(
            Self.command, in: try alice(scenario, writing: "well done", pager: "cat"))
        for number in 1...5 {
            try await terminal.wait(for: "(\(number)/5) Approve")
            if number == 3 {
                try await terminal.press("c")
                try await terminal.wait(for: "(3/5) Approve", and: "]? c\n(3/5)")
            }
            try await terminal.press("a")
        }
        try await terminal.wait(for: "Sign this")
        try await terminal.press("y")
        try await terminal.wait(for: "status 0")
        let statement = try await #require(try scenario.statements().statements.first)
        #expect(try await scenario.statements().statements.count == 1)
        #expect(statement.statement.subjects == commits && statement.envelopes.count == 1)
        #expect(statement.statement.comment == "\(commits[2].abbreviated): well done")
        #expect(try text(of: log) == "signed\n")
        #expect(try await scenario.repository.git("rev-list", "--count", "refs/notes/countersign") == "1")
        let outcome = try await Program(in: scenario.repository.path).verify(scenario, commits[4])
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test("what could not be shown can't be approved", arguments: ["false", "nosuchpager", "kill -TERM $$"])
    func pagerFails(_ pager: String) async throws {
        let (scenario, commits) = try await fiveCommits()
        let terminal = try await TerminalSession(Self.command, in: try alice(scenario, pager: pager))
        let question = "(1/5) Decide on \(commits[0].abbreviated) [r,c,s,p,d,q,?]?"
        let screen = try await terminal.wait(for: question)
        #expect(screen.contains("was not shown, so it can't be approved here"), "\(screen)")
        try await terminal.press("a")
        try await terminal.wait(for: question, and: "show this help")
        try await terminal.press("q")
        #expect(try await terminal.wait(for: "status 0").contains("nothing signed"))
    }

    @Test("neither can a change whose objects git can't read")
    func objectMissing() async throws {
        let (scenario, commits) = try await fiveCommits()
        let blob = try await scenario.repository.git("rev-parse", "\(commits[0]):retry.conf")
        let file = "\(scenario.repository.path)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
        try FileManager.default.removeItem(atPath: file)
        let terminal = try await TerminalSession(Self.command, in: try alice(scenario, pager: "cat"))
        try await terminal.wait(for: "(1/5) Decide on \(commits[0].abbreviated)")
        try await terminal.press("s")
        try await terminal.wait(for: "(2/5) Approve \(commits[1].abbreviated)")
    }

    @Test("keys pressed before a question are no answer to it")
    func keysAhead() async throws {
        let (scenario, _) = try await fiveCommits()
        let gate = scenario.repository.path + "/.git/gate"
        let pager = "echo open; while ! [ -e '\(gate)' ]; do sleep 0.05; done; cat"
        let terminal = try await TerminalSession(Self.command, in: try alice(scenario, pager: pager))
        try await terminal.wait(for: "open")
        try await terminal.press("a", "a", "a", "a", "a")
        // The terminal itself echoes them: they are there before the question is.
        try await terminal.wait(for: "aaaaa")
        try Data().write(to: URL(filePath: gate))
        try await terminal.wait(for: "(1/5) Approve")
        try await terminal.press("C-c")
        #expect(try await terminal.wait(for: "status 0").contains("nothing signed"))
    }

    @Test("no attribute, driver or setting keeps a line from being shown, and nothing acts on the terminal")
    func wholeChange() async throws {
        let scenario = try await Scenario.onTopic()
        try scenario.repository.write(".gitattributes", "*.a -diff\n*.b diff=hidden\n*.c diff=outside\n")
        for (key, value) in [
            ("diff.hidden.textconv", "echo hidden; true"), ("diff.outside.command", "true"),
            ("diff.external", "true"), ("format.pretty", "oneline"), ("log.showRoot", "false"),
            ("color.ui", "always"), ("diff.relative", "true"), ("diff.ignoreSubmodules", "all"),
        ] {
            try await scenario.repository.git("config", key, value)
        }
        let hostile = "c \u{1b}[8mconcealed\u{1b}[m \u{202e}reversed\u{200b}\r\n"
        try await scenario.commit(
            "Hide it \u{202e}\n\nIn the body.\n\n\(Scenario.marker)", by: scenario.cast.june,
            files: ["one.a": "aaa\n", "two.b": "bbb\n", "three.c": hostile])
        let shown = scenario.repository.path + "/.git/shown"
        let terminal = try await TerminalSession(
            Self.command, in: try alice(scenario, pager: "cat >'\(shown)'"))
        try await terminal.wait(for: "(1/1) Approve")
        let text = try text(of: shown)
        for line in ["aaa", "bbb", "c ^[[8mconcealed^[[m <U+202E>reversed<U+200B>^M", "In the body."] {
            #expect(text.withoutColours.contains("\(line)\n"), "\(text)")
        }
        #expect(text.withoutColours.contains("Hide it <U+202E>"))
        #expect(text.contains("\u{1b}[32m"), "git's own colours stay")
        #expect(!text.contains("\u{1b}[8m") && !text.unicodeScalars.contains("\u{202e}"))
    }

    @Test("a commit that was approved before a rebase is held against what it was")
    func rebased() async throws {
        let scenario = try await Scenario.onTopic()
        // What git would call binary, and compare with nothing, is compared like any text.
        try scenario.repository.write(".gitattributes", "*.conf -diff\n")
        try scenario.repository.write("data.bin", "a\0b = 3\n")
        let before = try await scenario.flaggedCommit("retry.conf", "attempts = 3\n")
        try await Program(in: scenario, as: scenario.cast.alice).decides("approve", "topic")
        try scenario.repository.write("retry.conf", "attempts = 30\n")
        try scenario.repository.write("data.bin", "a\0b = 30\n")
        try await scenario.git(["commit", "-qa", "--amend", "--no-edit"], by: scenario.cast.june)
        let shown = scenario.repository.path + "/.git/shown"
        let terminal = try await TerminalSession(
            Self.command, in: try alice(scenario, pager: "cat >'\(shown)'"))
        try await terminal.wait(for: "(1/1) Approve")
        let text = try text(of: shown).withoutColours
        #expect(text.contains("You approved this before as \(before.abbreviated); since then:"), "\(text)")
        #expect(text.contains("    -+attempts = 3\n") && text.contains("    ++attempts = 30\n"), "\(text)")
        #expect(text.contains("Left with other contents: data.bin, retry.conf\n"), "\(text)")
    }

    @Test("a merge that throws the other side's work away is shown for what it is")
    func ownPartOfMerge() async throws {
        let scenario = try await Scenario.onTopic()
        let cast = scenario.cast
        _ = try await scenario.flaggedCommit()
        try await scenario.git(["switch", "-q", "main"], by: cast.alice)
        _ = try await scenario.commit("Ask for the password", by: cast.alice, files: ["auth": "check = yes\n"])
        try await scenario.git(["switch", "-q", "topic"], by: cast.june)
        try await scenario.git(
            ["merge", "-q", "-s", "ours", "-m", "Merge main\n\n\(Scenario.marker)", "main"], by: cast.june)
        let shown = scenario.repository.path + "/.git/shown"
        let terminal = try await TerminalSession(
            Self.command, in: try alice(scenario, pager: "cat >>'\(shown)'"))
        try await terminal.wait(for: "(1/2)")
        try await terminal.press("s")
        try await terminal.wait(for: "(2/2)")
        let text = try text(of: shown).withoutColours
        #expect(text.contains("What it changes against git's own merge of its parents:"), "\(text)")
        #expect(text.contains("-check = yes\n"), "\(text)")
    }

    @Test("without a terminal there is nothing to review by")
    func noTerminal() async throws {
        let (scenario, _) = try await fiveCommits()
        try await Program(in: scenario, as: scenario.cast.alice).run("review").expectFailure(
            2, "review asks for keys, and this is no terminal", hint: "git countersign queue")
    }

    @Test("what somebody else decided here is not signed")
    func otherPerson() async throws {
        let (scenario, commits) = try await fiveCommits()
        let terminal = try await TerminalSession(Self.command, in: try alice(scenario, pager: "cat"))
        try await terminal.wait(for: "(1/5)")
        try await terminal.press("a")
        try await terminal.wait(for: "(2/5)")
        let bob = Program(in: scenario, as: scenario.cast.bob, ["GIT_PAGER": "cat"])
        let refused = try await TerminalSession(Self.command, in: bob)
        #expect(try await refused.wait(for: "status 2").contains("alice@example.com decided"))
        let anew = try await TerminalSession(Self.command + " --restart", in: bob)
        try await anew.wait(for: "(1/5) Approve \(commits[0].abbreviated)")
    }
}
