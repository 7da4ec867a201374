import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("The log is git's own, with what was decided under each commit")
struct LogTests {
    @Test("approvals and what does not count, in any form that git's options give it")
    func statements() async throws {
        let scenario = try await Scenario.onTopic()
        let cast = scenario.cast
        let first = try await scenario.flaggedCommit("first")
        let second = try await scenario.flaggedCommit("second")
        try await scenario.repository.git("config", "notes.displayRef", "refs/notes/countersign")
        let alice = Program(in: scenario, as: cast.alice)
        try await alice.decides("approve", first.hex, "-m", "Read it.")
        try await scenario.decide(by: cast.mike, on: second)
        let before = try scenario.repository.objectFiles()
        let log = try await alice.run("log", "main..topic")
        #expect(log.status == 0 && log.errors.isEmpty, "\(log.errors)")
        #expect(!log.output.contains("payloadType"), "the ledger's raw lines are left out")
        let order = try ["commit \(second)", "✗ approve by mike@", "does not count: below-level", "commit \(first)"]
            .map { try #require(log.output.firstRange(of: $0), "\(log.output)").lowerBound }
        #expect(order == order.sorted())
        #expect(log.output.contains("    ✓ approve by alice@example.com, 2026-09-21T14:13:20Z\n      “Read it.”\n"))
        let one = try await alice.run("log", "--oneline", "-1", "--", "first")
        #expect(one.output.contains("Change first\n") && one.output.contains("✓ approve by alice@"), "\(one.output)")
        #expect(!one.output.contains("second"))
        let own = try await alice.run("log", "--format=%s: %N", "-1", first.hex)
        #expect(own.output.hasPrefix("Change first: ✓ approve by alice@example.com"), "\(own.output)")
        #expect(try scenario.repository.objectFiles() == before, "nothing is written into the repository")
    }

    @Test("no ref of others takes the place of the statements: their notes have an id that nobody can foretell")
    func forgedNotes() async throws {
        let scenario = try await Scenario.onTopic()
        let commit = try await scenario.flaggedCommit()
        let git = scenario.repository
        let alice = Program(in: scenario, as: scenario.cast.alice)
        try await alice.decides("reject", "topic", "-m", "No.")
        let (first, second) = (scenario.repository.path + "/.git/first", scenario.repository.path + "/.git/second")
        for file in [first, second] {
            let spy = try scenario.script("echo \"$GIT_NOTES_DISPLAY_REF\" >'\(file)'")
            try await git.git("config", "diff.external", spy)
            #expect(try await alice.run("log", "-1", "-p", "--ext-diff").status == 0)
        }
        let ids = try [first, second].map { try text(of: $0).dropLast() }
        #expect(ids.allSatisfy { $0.utf8.count == 40 } && ids[0] != ids[1], "\(ids)")
        // Where git is given a name, a tag of that name goes before whatever else it could mean.
        let forged = try await git.git(["hash-object", "-w", "--stdin"], input: "✓ approve by alice@example.com\n")
        try await git.git("notes", "--ref=shown", "add", "-C", forged, commit.hex)
        for id in ids { try await git.git("tag", "approvals-g\(id.prefix(12))", "refs/notes/shown") }
        let log = try await alice.run("log", "-1").output
        #expect(log.contains("Statements:\n    ✓ reject by alice@") && !log.contains("approve by"), "\(log)")
    }

    /// A message that moves the cursor, draws a heading of its own, and turns text around.
    private func hostile() async throws -> Scenario {
        let scenario = try await Scenario.onTopic()
        let message = "Tidy\n\n\u{1b}[4D    \rStatements:\r\n\u{1b}[32m✓\u{1b}[m approve by alice \u{202e}live\n\n"
        try await scenario.git(["config", "commit.cleanup", "verbatim"], by: scenario.cast.june)
        try await scenario.commit(message + Scenario.marker, by: scenario.cast.june, files: ["f": "\u{1b}[8mx\r\n"])
        try await scenario.decide(by: scenario.cast.alice, on: try await scenario.id("HEAD"))
        return scenario
    }

    @Test("nothing that an author wrote acts on a terminal, in colour, without, in the pager or in a pipe")
    func hostileText() async throws {
        let scenario = try await hostile()
        let lines = [
            "    ^[[4D    ^MStatements:\n", "    ^[[32m✓^[[m approve by alice <U+202E>live\n", "+^[[8mx^M\n",
            "Statements:\n    ✓ approve by alice@example.com,",
        ]
        for pager in [true, false] {
            let shown = scenario.repository.path + "/.git/shown"
            let program = Program(in: scenario, as: scenario.cast.alice, ["GIT_PAGER": "cat >'\(shown)'"])
            if pager {
                try await TerminalSession("git countersign log -1 -p", in: program).wait(for: "status 0")
            } else {
                try Data(try await program.run("log", "-1", "-p", "--color").output.utf8).write(
                    to: URL(filePath: shown))
            }
            let text = try text(of: shown)
            #expect(text.contains("\u{1b}[33mcommit ") && text.contains("\u{1b}[32m✓\u{1b}[m approve by alice@"))
            #expect(!text.contains("\u{1b}[8m") && !text.unicodeScalars.contains("\u{202e}"), "\(text)")
            for line in lines { #expect(text.withoutColours.contains(line), "\(text)") }
        }
        let plain = try await Program(in: scenario, as: scenario.cast.alice).run("log", "-1", "-p").output
        #expect(!plain.contains("\u{1b}") && lines.allSatisfy(plain.contains), "\(plain)")
    }

    @Test("the first commits are shown before the last ones are read, and -z keeps its NULs")
    func streams() async throws {
        let scenario = try await Scenario.onTopic()
        for number in 0..<3 { try await scenario.flaggedCommit("file \(number)") }
        let alice = Program(in: scenario, as: scenario.cast.alice)
        let records = try await alice.run("log", "-z", "-3", "--format=%s%n%an").output
        #expect(records.split(separator: "\0").count == 3 && !records.contains("^@"), "\(records.debugDescription)")
        // The second commit's difference waits until somebody has seen the first one's.
        let gate = scenario.repository.path + "/.git/gate"
        let waiting = try scenario.script(
            "echo ready $1; [ \"$1\" = 'file 2' ] || until [ -e '\(gate)' ]; do sleep .05; done")
        try await scenario.repository.git("config", "diff.external", waiting)
        let pager = "while read line; do echo \"$line\"; case $line in 'ready file 2') >'\(gate)';; esac; done"
        let program = Program(in: scenario, as: scenario.cast.alice, ["GIT_PAGER": pager])
        let screen = try await TerminalSession("git countersign log -2 -p --ext-diff --format=%s", in: program).wait(
            for: "status 0")
        #expect(screen.contains("ready file 2") && screen.contains("ready file 1"), "\(screen)")
    }

    @Test("whoever leaves the pager, or reads only the head of it, hears no complaint")
    func leftEarly() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.commit(
            "Long", by: scenario.cast.june, files: ["f": String(repeating: "line\n", count: 99_999)])
        let directory = try TestRepository.temporaryDirectory()
        try await scenario.decide(by: scenario.cast.alice, on: try await scenario.id("HEAD"))
        let program = Program(in: scenario, as: scenario.cast.alice, ["GIT_PAGER": "true", "TMPDIR": directory])
        let left = try await TerminalSession("git countersign log -p", in: program).wait(for: "status")
        #expect(left == "status 0\n")
        let head = try await program.run(["-c", "git countersign log -p | head -1"], program: "sh")
        #expect(head.output.hasPrefix("commit ") && head.errors.isEmpty, "\(head.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
        let broken = Program(in: scenario, as: scenario.cast.alice, ["GIT_PAGER": "nosuchpager"])
        let shown = try await TerminalSession("git countersign log -1", in: broken).wait(for: "status 0")
        #expect(shown.contains("    Long\n"), "\(shown)")
    }

    @Test("what git does not understand, git says itself")
    func wrong() async throws {
        let scenario = try await Scenario.onTopic()
        let alice = Program(in: scenario, as: scenario.cast.alice)
        let unknown = try await alice.run("log", "nosuchbranch")
        #expect(unknown.status == 2 && unknown.output.isEmpty && unknown.errors.hasPrefix("fatal: "))
        #expect(try await alice.run("log", "-h").status == 129)
        #expect(try await alice.run("log", "--format=%s").output == "Adopt countersign\n")
    }
}
