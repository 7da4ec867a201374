import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("THREATS, evasion of flagging")
struct FlaggingThreatTests {
    @Test(
        "a message in an encoding that does not keep ASCII hides no marker: it counts as marked",
        arguments: [
            ("UTF-16BE", true), ("utf-7", true), ("C99", true), ("IBM037", true), ("no-such", true),
            ("ISO-8859-1", false), ("windows-1252", false), ("UTF-8", false),
        ])
    func encodings(_ encoding: String, _ isFlagged: Bool) async throws {
        let scenario = try await Scenario()
        let tree = try await scenario.repository.git("rev-parse", "HEAD^{tree}")
        let date = "1700000000 +0000"
        let commit = try await scenario.store(
            """
            tree \(tree)
            parent \(scenario.root.hex)
            author June <june@example.com> \(date)
            committer June <june@example.com> \(date)
            encoding \(encoding)

            +AEMAbw- by hand

            """)
        let judgement = try await scenario.judge(commit)
        #expect(judgement.isFlagged == isFlagged, "\(encoding): \(judgement.reason)")
        #expect(judgement.verdict == (isFlagged ? .missing : .clean))
    }

    /// A message, and what its commit is taken for.
    struct Spelling: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let message: String

        init(_ name: String, _ message: String) { (testDescription, self.message) = (name, message) }
    }

    static let spellings = [
        Spelling("as tools write it", "Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"),
        Spelling("lower case", "Change\n\nco-authored-by: claude <NOREPLY@Anthropic.COM>\n"),
        Spelling("upper case", "Change\n\nCO-AUTHORED-BY: CLAUDE <NOREPLY@ANTHROPIC.COM>\n"),
        Spelling("folded before the address", "Change\n\nCo-Authored-By: Claude\n <noreply@anthropic.com>\n"),
        Spelling("folded behind the key", "Change\n\nCo-Authored-By:\n\tClaude <noreply@anthropic.com>\n"),
        Spelling("blanks at the end", "Change\n\nCo-Authored-By: Claude <noreply@anthropic.com> \t \n"),
        Spelling("no blank behind the colon", "Change\n\nCo-Authored-By:Claude <noreply@anthropic.com>\n"),
        Spelling("a blank before the colon", "Change\n\nCo-Authored-By : Claude <noreply@anthropic.com>\n"),
        Spelling("CRLF", "Change\r\n\r\nCo-Authored-By: Claude <noreply@anthropic.com>\r\n"),
        Spelling(
            "before the sign-offs",
            "Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n\nSigned-off-by: June <june@example.com>\n"),
        Spelling(
            "among the sign-offs",
            "Change\n\nSigned-off-by: A <a@b>\nCo-Authored-By: Claude <noreply@anthropic.com>\nSigned-off-by: B <b@c>\n"
        ),
        Spelling("second paragraph", "Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n\nMore text, much.\n"),
        Spelling("first line", "Co-Authored-By: Claude <noreply@anthropic.com>\n"),
        Spelling("quoted below a separator", "Change\n\n---\nCo-Authored-By: Claude <noreply@anthropic.com>\n"),
        Spelling("beside a declaration", "Change\n\nAI-Assisted: no\nCo-Authored-By: Claude <noreply@anthropic.com>\n"),
        Spelling("before a declaration", "Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>\nAI-Assisted: no\n"),
        Spelling("under another name", "Change\n\nCo-Authored-By: June Doe <noreply@anthropic.com>\n"),
        Spelling("behind other addresses", "Change\n\nCo-Authored-By: J <j@x.org> <noreply@anthropic.com>\n"),
        Spelling(
            "behind many other addresses",
            "Change\n\nCo-Authored-By: J " + String(repeating: "<j@x.org> ", count: 40) + "<noreply@anthropic.com>\n"),
    ]

    @Test("a marker counts however it is spelled and wherever it stands", arguments: spellings)
    func spelled(_ spelling: Spelling) async throws {
        let scenario = try await Scenario()
        let flagged = try await scenario.store(try await scenario.rawCommit(spelling.message).bytes)
        let judgement = try await scenario.judge(flagged)
        #expect(judgement.facts.flagging.state == .ai)
        #expect(judgement.facts.flagging.markers.map(\.tool) == ["claude"])
        #expect(judgement.verdict == .missing)
        let plain = spelling.message.replacing(#/(?i:anthropic)/#, with: "example").replacing(
            #/(?i:claude)/#, with: "Cy")
        try await scenario.expect(try await scenario.store(try await scenario.rawCommit(plain).bytes), .clean)
    }

    static let attestation = """
        retry.conf
          0123456789abcdef 1-3
        ---
        {"schema_version":"authorship/3.0.0","metadata":{},"prompts":{}}
        """
    static let human = """
        retry.conf
          h_0123456789abcdef 1-3
        ---
        {"schema_version":"authorship/3.0.0","metadata":{},"prompts":{}}
        """

    @Test("a Git AI note flags; one that names people only, or none, clears nothing that a message says")
    func notes() async throws {
        let scenario = try await Scenario()
        let unmarked = try await scenario.commit("Change", by: scenario.cast.june, files: ["a": "1"])
        let marked = try await scenario.flaggedCommit()
        try await scenario.expect(unmarked, .clean)
        try await scenario.note(Self.attestation, on: unmarked)
        #expect(try await scenario.verdicts(to: marked) == [.missing, .missing])
        try await scenario.note(Self.human, on: unmarked)
        try await scenario.note(Self.human, on: marked)
        #expect(try await scenario.verdicts(to: marked) == [.clean, .missing])
        try await scenario.note("AI-Assisted: no", on: marked)
        #expect(try await scenario.verdicts(to: marked) == [.clean, .missing])
        try await scenario.repository.git("update-ref", "-d", "refs/notes/ai")
        #expect(try await scenario.verdicts(to: marked) == [.clean, .missing])
    }

    @Test("a human note under another fan-out does not hide the one that flags", arguments: [false, true])
    func twoNotes(_ isFlat: Bool) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.commit("Change", by: scenario.cast.june, files: ["a": "1"])
        let human = try await scenario.blob(Array(Self.human.utf8))
        let flagging = try await scenario.blob(Array(Self.attestation.utf8))
        let fanned = "\(commit.hex.prefix(2))/\(commit.hex.dropFirst(2))"
        func write(_ one: String, _ other: String) async throws {
            try await scenario.writeNotes(
                [NotesEntry(commit.hex, one), NotesEntry(fanned, other)], reference: "refs/notes/ai")
        }
        try await write(human, human)
        try await scenario.expect(commit, .clean)
        try await write(isFlat ? flagging : human, isFlat ? human : flagging)
        try await scenario.expect(commit, .missing)
    }

    @Test("an AI's attestation flags whatever is wrong with the rest of the note")
    func brokenNotes() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.commit("Change", by: scenario.cast.june, files: ["a": "1"])
        for json in ["", "{", "{\"schema_version\":\"authorship/9.0.0\"}", "{\"prompts\":1,\"prompts\":2}"] {
            try await scenario.note("retry.conf\n  0123456789abcdef 1-3\n---\n\(json)", on: commit)
            try await scenario.expect(commit, .missing)
            try await scenario.note("retry.conf\n  h_0123456789abcdef 1-3\n---\n\(json)", on: commit)
            try await scenario.expect(commit, .clean)
        }
    }

    @Test("a marker taken out by amending after the approval leaves a commit that must declare, where the policy asks")
    func amendedAway() async throws {
        let expected: [(String, Verdict)] = [("human", .clean), ("declare", .undeclared), ("ai", .carried)]
        for (unmarked, verdict) in expected {
            let scenario = try await Scenario(policy: Scenario.policy("[ai]\n\tunmarked = \(unmarked)\n"))
            let flagged = try await scenario.flaggedCommit()
            try await scenario.decide(by: scenario.cast.alice, on: flagged)
            try await scenario.expect(flagged, .approved)
            try await scenario.git(["commit", "-q", "--amend", "-m", "Change retry.conf"], by: scenario.cast.june)
            #expect(try await scenario.judge(try await scenario.id("HEAD")).verdict == verdict, "\(unmarked)")
        }
    }

    @Test("AI-Assisted: no declares, and clears no marker")
    func declaration() async throws {
        let scenario = try await Scenario(policy: Scenario.policy("[ai]\n\tunmarked = declare\n"))
        let june = scenario.cast.june
        let silent = try await scenario.commit("Change", by: june, files: ["a": "1"])
        #expect(try await scenario.judge(silent).verdict == .undeclared)
        let declared = try await scenario.commit("Change\n\nAI-Assisted: no", by: june, files: ["a": "2"])
        #expect(try await scenario.judge(declared).verdict == .clean)
        let both = try await scenario.commit(
            "Change\n\nAI-Assisted: no\n\(Scenario.marker)", by: june, files: ["a": "3"])
        #expect(try await scenario.judge(both).verdict == .missing)
    }

    @Test("an agent as author or committer flags, however its address is written")
    func agents() async throws {
        let scenario = try await Scenario()
        let sound = try await scenario.rawCommit("Change\n")
        let agent = "June <NoReply@Anthropic.com> \(Scenario.day.seconds) +0000"
        var (authored, committed) = (sound, sound)
        authored.author = agent
        committed.committer = agent
        for commit in [authored, committed] {
            let id = try await scenario.approved(commit)
            try await scenario.expect(id, .approved)
            #expect(try await scenario.judge(id).isFlagged)
        }
        try await scenario.expect(try await scenario.store(sound.bytes), .clean)
    }
}

extension Scenario {
    fileprivate func note(_ text: String, on commit: ObjectID) async throws {
        try await repository.git("notes", "--ref=ai", "add", "-f", "-m", text, commit.hex)
    }

    fileprivate func verdicts(to head: ObjectID) async throws -> [Verdict] {
        try await verify(root, head).judgements.map(\.verdict)
    }
}
