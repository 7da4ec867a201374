import CountersignMarkers
import CountersignObjects
import Testing

@Suite("Rules 1 and 2: who is said to have written it")
struct IdentityRuleTests {
    @Test(
        "an agent's e-mail flags, in any case of letters",
        arguments: [
            ("noreply@anthropic.com", "claude"), ("NoReply@Anthropic.COM", "claude"),
            ("158243242+renamed[bot]@users.noreply.github.com", "devin"),
            ("158243242+X@USERS.noreply.github.com", "devin"), ("roomote@roocode.com", "roo-code"),
        ])
    func agents(_ email: String, _ tool: String) {
        let asAuthor = flagging(author: person("mayor", email)).markers
        #expect(asAuthor.map(\.tool) == [tool] && asAuthor.map(\.rule) == ["author-email"])
        let asCommitter = flagging(author: ada, committer: person("mayor", email)).markers
        #expect(asCommitter.map(\.rule) == ["committer-email"] && asCommitter.map(\.kind) == ["committer"])
    }

    @Test(
        "people, forges and vendors' employees aren't flagged",
        arguments: [
            ("Ashwin Bhat", "ashwin@anthropic.com"), ("A", "a@cursor.com"), ("A", "a@openai.com"),
            ("A", "a@all-hands.dev"), ("A", "a@cline.bot"), ("A", "a@continue.dev"), ("A", "a@warp.dev"),
            ("A", "a@google.com"), ("A", "noreply@google.com"), ("GitHub", "noreply@github.com"),
            ("Claude Dioudonnat", "claude@home.example"), ("Claude", "claude@home.example"), ("Devin", "d@x"),
            ("Devin J. Pohly", "devin@x"), ("Jules Maselbas", "j@x"), ("Jules", "j@x"), ("Gemini", "g@x"),
            ("Travis Cline", "t@x"), ("Everett Bolton", "e@x"), ("Metehan Oz", "m@x"), ("Aiden Cline", "a@x"),
            ("Paul Gauthier", "aider@paulg.org"), ("aider", "a@x"), ("Paul (aider) Gauthier", "p@x"), ("", ""),
            ("A", "158243243+a@users.noreply.github.com"), ("A", "158243242@users.noreply.github.com"),
            ("A", "158243242+a@users.noreply.github.com.evil.example"), ("A", "+a@users.noreply.github.com"),
            ("A", "99999999999999999999158243242+a@users.noreply.github.com"),
            ("Cline Evaluation", "cline@example.com"), ("Roo Code", "chris@roocode.com"),
        ])
    func people(_ name: String, _ email: String) {
        #expect(flagging(author: person(name, email), committer: person(name, email)).state == .unmarked)
    }

    @Test(
        "an agent's name flags the author", arguments: ["Paul (aider)", "Devin AI", "Claude Opus 4.6", "claude sonnet"])
    func agentNames(_ name: String) {
        #expect(flagging(author: person(name, "x@corp.example")).markers.map(\.rule) == ["author-name"])
    }

    @Test("'(aider)' on the committer alone is somebody's own work")
    func aiderCommitted() {
        #expect(flagging(author: ada, committer: person("Ada (aider)", "ada2@corp.example")).state == .unmarked)
    }

    @Test(
        "automation is named and not flagged",
        arguments: [
            ("49699333+dependabot[bot]@users.noreply.github.com", "dependabot"),
            ("29139614+renovate[bot]@users.noreply.github.com", "renovate"),
            ("41898282+github-actions[bot]@users.noreply.github.com", "github-actions"),
            ("224641728+gemini-cli-robot@users.noreply.github.com", "gemini-cli-robot"),
            ("gemini-cli-robot@google.com", "gemini-cli-robot"),
            ("62310815+github-advanced-security[bot]@users.noreply.github.com", "github-advanced-security"),
            ("1+fig-deploy[bot]@users.noreply.github.com", "fig-deploy"),
            ("mintlify[bot]@users.noreply.github.com", "mintlify"),
        ])
    func automation(_ email: String, _ name: String) {
        let found = flagging(author: person("Any Name", email), committer: person("GitHub", "noreply@github.com"))
        #expect(found.state == .unmarked && found.automation == name && found.warnings.isEmpty)
    }

    @Test("a person is no automation, and an agent is an agent")
    func noAutomation() {
        #expect(flagging(author: ada).automation == nil)
        let agent = flagging(author: person("v0", "v0[bot]@users.noreply.github.com"))
        #expect(agent.automation == nil && agent.state == .ai)
    }

    @Test(
        "an e-mail that looks like an agent's doesn't match and is warned of",
        arguments: [
            "noreply@anthropic.com ", " noreply@anthropic.com", "noreply@anthorpic.com", "noreply@anthropic.co",
            "noreply@anthropc.com", "noreply@anthropicc.com", "n0reply@anthropic.com",
            "noreply@anthropic.com.evil.example", "noreply@аnthropic.com", "noreply@anthropic\u{200b}.com",
            "ｎoreply@anthropic.com", "cursoragent@сursor.com",
        ])
    func lookAlikes(_ email: String) {
        let found = flagging(author: person("A", email))
        #expect(found.state == .unmarked)
        #expect(found.warnings.count == 1)
    }

    @Test(
        "two edits away, or another mailbox of the vendor, is no look-alike",
        arguments: [
            "noreply@anthrpc.com", "ashwin@anthropic.com", "noreply@example.com", "noreply@github.com", "@", "",
        ])
    func noLookAlikes(_ email: String) {
        #expect(flagging(author: person("A", email)).warnings.isEmpty)
    }

    @Test(
        "whatever is one edit away from a listed e-mail is warned of",
        arguments: ["noreply@anthropic.com", "cursoragent@cursor.com"])
    func oneEdit(_ listed: String) {
        let bytes = Array(listed.utf8)
        var edited: Set<[UInt8]> = []
        for place in bytes.indices {
            edited.insert(Array(bytes[..<place] + bytes[(place + 1)...]))
            edited.insert(bytes[..<place] + [UInt8(ascii: "q")] + bytes[(place + 1)...])
            edited.insert(bytes[..<place] + [UInt8(ascii: "q")] + bytes[place...])
            guard place > 0 else { continue }
            edited.insert(bytes[..<(place - 1)] + [bytes[place], bytes[place - 1]] + bytes[(place + 1)...])
        }
        for email in edited.subtracting([bytes]) {
            let author = Ident(nameBytes: [], emailBytes: email, time: Timestamp(seconds: 0))
            #expect(flagging(author: author).warnings.count == 1, "\(author.email)")
        }
    }

    @Test("an e-mail longer than any may be is nobody's double, and no obstacle", arguments: [254, 255, 300, 100_000])
    func long(_ count: Int) {
        for byte in [UInt8(ascii: "a"), 0xFF] {
            let email = [UInt8](repeating: byte, count: count)
            let author = Ident(nameBytes: [], emailBytes: email, time: Timestamp(seconds: 0))
            #expect(flagging(author: author).warnings.isEmpty)
        }
        let own = String(repeating: "a", count: count)
        let table = MarkerTable.builtIn.adding(custom: [CustomMarker(tool: "own", trailers: [], authors: [own])])
        #expect(
            table.flagging(author: person("A", own), committer: ada, message: [], gitAINotes: []).markers.count == 1)
    }
}
