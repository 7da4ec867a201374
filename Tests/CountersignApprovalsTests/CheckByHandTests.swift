import CountersignApprovals
import CountersignObjects
import FoundationEssentials
import Testing

@Suite("Checking an approval by hand, with stock tools")
struct CheckByHandTests {
    private static let script =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/scripts/check-approval-by-hand"

    /// Three commits on a branch, the first of which has Alice's key as the only one allowed.
    private struct Setting {
        let scratch: Scratch
        let commits: [ObjectID]
        let digests: [Digest256]

        init() async throws {
            let scratch = try Scratch()
            self.scratch = scratch
            try await scratch.git("init", "-q", "-b", "main")
            for name in ["alice", "mallory"] {
                let made = try await scratch.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name])
                try #require(made.status == 0)
            }
            let key = String(decoding: try scratch.read("alice.pub"), as: UTF8.self)
            try FileManager.default.createDirectory(
                atPath: "\(scratch.path)/.countersign", withIntermediateDirectories: true)
            try scratch.write(".countersign/allowed_signers", Array("alice@example.com \(key)".utf8))
            try await scratch.git("add", ".countersign")
            try await scratch.git("commit", "-q", "-m", "policy")
            var (commits, digests): ([ObjectID], [Digest256]) = ([], [])
            for number in 1...3 {
                try scratch.write("file \(number)", [UInt8(number)])
                try await scratch.git("add", "file \(number)")
                try await scratch.git("commit", "-q", "-m", "change")
                commits.append(try await Self.id("HEAD", in: scratch))
                digests.append(try await Self.digest("HEAD^", in: scratch))
            }
            (self.commits, self.digests) = (commits, digests)
        }

        static func id(_ revision: String, in scratch: Scratch) async throws -> ObjectID {
            try #require(ObjectID(hex: try await scratch.git("rev-parse", revision).line))
        }

        static func digest(_ base: String, in scratch: Scratch) async throws -> Digest256 {
            let raw = try await scratch.git("diff-tree", "-r", "--raw", "--full-index", "-z", base, "HEAD")
            return Digest256(hashing: raw.bytes)
        }

        func statement(
            _ decision: Decision = .approve, on commit: Int = 2, reviewer: String = "alice@example.com",
            changes: [ObjectID: Digest256]? = nil, range: Statement.CommitRange? = nil, revokes: Digest256? = nil
        ) -> Statement {
            Statement(
                subjects: range == nil ? [commits[commit]] : [], decision: decision, reviewer: reviewer,
                signedAt: Samples.time, repository: "acme/shop",
                changes: changes ?? (range == nil ? [commits[commit]: digests[commit]] : [:]), range: range,
                revokes: revokes, comment: "naïve \"quotes\"")
        }

        /// The envelope of a payload, signed by stock ssh-keygen.
        func envelope(
            _ payload: [UInt8], key: String = "alice", namespace: String = "countersign"
        ) async throws -> Envelope {
            let unsigned = try Envelope(payload: payload, keyid: "", signature: [])
            let signed = try await scratch.run(
                "ssh-keygen", ["-q", "-Y", "sign", "-n", namespace, "-f", key],
                input: unsigned.preAuthenticationEncoding)
            let body = signed.text.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
            let blob = try #require(Data(base64Encoded: body))
            return try Envelope(payload: payload, keyid: "SHA256:hint", signature: Array(blob))
        }

        func line(_ statement: Statement, key: String = "alice") async throws -> [UInt8] {
            try await envelope(statement.payload(), key: key).line()
        }

        /// Hangs lines on a commit and runs the script on it.
        func check(_ lines: [[UInt8]], on commit: Int = 2, signers: String? = nil) async throws -> Scratch.Output {
            let blob = try await scratch.git(
                "hash-object", "-w", "--stdin", input: Array(lines.map { $0 + [0x0a] }.joined()))
            try await scratch.git("notes", "--ref=countersign", "add", "-f", "-C", blob.line, commits[commit].hex)
            return try await run([commits[commit].hex] + (signers.map { [$0] } ?? []))
        }

        func run(_ arguments: [String]) async throws -> Scratch.Output {
            try await scratch.run("bash", [CheckByHandTests.script] + arguments)
        }
    }

    @Test("a sound approval is good, on its own, twice, with CRLF and beside blank lines")
    func good() async throws {
        let setting = try await Setting()
        let line = try await setting.line(setting.statement())
        let digest = try Envelope.parse(line: line).payloadDigest
        let expected = "good approve by alice@example.com at 2026-01-23T10:00:00Z, \(digest)\n"
        let output = try await setting.check([line])
        #expect(output.text == expected && output.status == 0, "\(output)")
        let twice = try await setting.check([[], line + [0x0d], line])
        #expect(twice.text == expected + expected && twice.status == 0, "\(twice)")
        let free = try await setting.check([try await spaced(setting)])
        #expect(free.status == 0, "\(free)")
    }

    private func spaced(_ setting: Setting) async throws -> [UInt8] {
        let text = String(decoding: setting.statement().payload(), as: UTF8.self).replacing(",\"", with: " ,\n\"")
        return try await setting.envelope(Array(text.utf8)).line()
    }

    @Test("a range counts for its head when its change holds")
    func range() async throws {
        let setting = try await Setting()
        let (base, head) = (setting.commits[0], setting.commits[2])
        let change = try await Setting.digest(base.hex, in: setting.scratch)
        let sound = setting.statement(range: .init(base: base, head: head, change: change))
        #expect(try await setting.check([setting.line(sound)]).status == 0)
        #expect(try await setting.check([setting.line(sound)], on: 1).status == 0)
        let outside = try await setting.check([setting.line(sound)], on: 0)
        #expect(outside.status == 1 && outside.text.hasPrefix("bad: does not sign"), "\(outside)")
        let lying = setting.statement(range: .init(base: base, head: head, change: setting.digests[2]))
        #expect(try await setting.check([setting.line(lying)]).status == 1)
    }

    @Test("a forged, moved or lying approval is bad, and says why")
    func bad() async throws {
        let setting = try await Setting()
        let sound = setting.statement()
        let signed = try await setting.envelope(sound.payload())
        let swapped = setting.statement(reviewer: "alice@example.com", changes: [:]).payload()
        let repeated = String(decoding: sound.payload(), as: UTF8.self)
            .replacing("\"decision\"", with: "\"decision\":\"reject\",\"decision\"")
        let nested = String(decoding: sound.payload(), as: UTF8.self)
            .replacing("\"decision\"", with: "\"x\":[{\"a\":{\"b\":1},\"a\":{\"c\":2}}],\"decision\"")
        let cases: [(name: String, line: [UInt8], why: String)] = [
            (
                "payload swapped", try Envelope(payload: swapped, keyid: "", signature: signed.signature).line(),
                "no valid sig"
            ),
            (
                "signature cut",
                try Envelope(payload: sound.payload(), keyid: "", signature: signed.signature.dropLast()).line(),
                "no valid sig"
            ),
            ("another's key", try await setting.line(sound, key: "mallory"), "no valid sig"),
            ("another namespace", try await setting.envelope(sound.payload(), namespace: "git").line(), "no valid sig"),
            (
                "another reviewer", try await setting.line(setting.statement(reviewer: "bob@example.com")),
                "no valid sig"
            ),
            ("another commit", try await setting.line(setting.statement(on: 1)), "does not sign"),
            (
                "a digest that lies",
                try await setting.line(setting.statement(changes: [setting.commits[2]: setting.digests[1]])),
                "change digest"
            ),
            ("no digest", try await setting.line(setting.statement(changes: [:])), "change digest"),
            ("a repeated key", try await setting.envelope(Array(repeated.utf8)).line(), "payload has a repeated key"),
            (
                "a nested repeated key", try await setting.envelope(Array(nested.utf8)).line(),
                "payload has a repeated key"
            ),
            ("nothing", try await setting.envelope([]).line(), "payload is empty"),
            ("two payloads", try await setting.envelope(sound.payload() + sound.payload()).line(), "payload has"),
            ("no UTF-8", try await setting.envelope(sound.payload() + [0xff]).line(), "payload is not UTF-8"),
            ("garbage", Array("hello".utf8), "not the one form"),
        ]
        for entry in cases {
            let output = try await setting.check([entry.line])
            #expect(output.status == 1 && output.text.hasPrefix("bad: \(entry.why)"), "\(entry.name): \(output)")
        }
    }

    @Test("another spelling of a sound line is bad")
    func spellings() async throws {
        let setting = try await Setting()
        let text = String(decoding: try await setting.line(setting.statement()), as: UTF8.self)
        let edits = [
            ("{\"payload\"", "{ \"payload\""), ("{\"payload\"", "{\"payload\":\"e30=\",\"payload\""),
            ("\"payload\"", "\"\\u0070ayload\""), ("hint", "h\\u0069nt"), ("hint", "hïnt"), ("hint", "hint\\u0000"),
            ("}]}", "},{\"keyid\":\"\",\"sig\":\"\"}]}"), ("}]}", "}]}{}"), ("\"sig\":\"", "\"sig\":\"\\n"),
        ]
        for (old, new) in edits {
            let output = try await setting.check([Array(text.replacing(old, with: new, maxReplacements: 1).utf8)])
            #expect(output.status == 1 && output.text.hasPrefix("bad: not"), "\(new): \(output)")
        }
    }

    @Test("stray bits before base64's padding are bad")
    func strayBits() async throws {
        let setting = try await Setting()
        var payload = setting.statement().payload()
        while payload.count % 3 != 2 { payload.append(0x20) }
        let envelope = try await setting.envelope(payload)
        let text = String(decoding: envelope.line(), as: UTF8.self)
        #expect(try await setting.check([Array(text.utf8)]).status == 0)
        // A last byte of 0x7d or 0x20 ends in the digits "0" or "A": one bit more makes "1" or "B".
        let stray = text.replacing("0=\",\"payloadType", with: "1=\",\"payloadType")
            .replacing("A=\",\"payloadType", with: "B=\",\"payloadType")
        try #require(stray != text)
        let output = try await setting.check([Array(stray.utf8)])
        #expect(output.status == 1 && output.text == "bad: not canonical base64\n", "\(output)")
    }

    @Test("an approval stands until its own reviewer takes it back, and not beside a reject")
    func takenBack() async throws {
        let setting = try await Setting()
        let approval = try await setting.line(setting.statement())
        let digest = try Envelope.parse(line: approval).payloadDigest
        let revoke = try await setting.line(setting.statement(.revoke, revokes: digest))
        let other = try await setting.line(setting.statement(.revoke, revokes: setting.digests[0]))
        #expect(try await setting.check([approval, revoke]).status == 1)
        #expect(try await setting.check([approval, other]).status == 0)
        let reject = try await setting.line(setting.statement(.reject))
        let both = try await setting.check([approval, reject])
        #expect(both.status == 1 && both.text.contains("good reject by alice@example.com"), "\(both)")
        #expect(try await setting.check([reject]).status == 1)
    }

    @Test("a line about another commit takes nothing from a good one, and an unreadable one does")
    func neighbours() async throws {
        let setting = try await Setting()
        let approval = try await setting.line(setting.statement())
        let other = try await setting.line(setting.statement(on: 1))
        #expect(try await setting.check([other, approval]).status == 0)
        #expect(try await setting.check([Array("hello".utf8), approval]).status == 1)
    }

    @Test("what can't be decided is told apart")
    func undecided() async throws {
        let setting = try await Setting()
        #expect(try await setting.run(["HEAD"]).status == 2)
        let approval = try await setting.line(setting.statement())
        #expect(try await setting.check([approval]).status == 0)
        #expect(try await setting.run([]).status == 2)
        #expect(try await setting.run(["no-such-commit"]).status == 2)
        #expect(try await setting.run([setting.commits[0].hex]).status == 1)
        let openPGP = try Envelope(payload: setting.statement().payload(), keyid: "", signature: [0x88, 1])
        #expect(try await setting.check([openPGP.line()]).status == 2)
        #expect(try await setting.check([approval + [0]]).status == 2)
    }

    @Test("a shallow clone that lacks the parent can't decide")
    func shallow() async throws {
        let setting = try await Setting()
        #expect(try await setting.check([setting.line(setting.statement())]).status == 0)
        let scratch = setting.scratch
        try await scratch.git("clone", "-q", "--depth=1", "file://\(scratch.path)", "shallow")
        let notes = "refs/notes/countersign:refs/notes/countersign"
        try await scratch.git("-C", "shallow", "fetch", "-q", "origin", notes)
        let output = try await scratch.run("bash", ["-c", "cd shallow && exec bash \"$0\" HEAD", Self.script])
        #expect(output.status == 2 && output.text.hasPrefix("undecided: the parent"), "\(output)")
    }

    @Test("a pattern in allowed_signers is not taken")
    func patterns() async throws {
        let setting = try await Setting()
        let approval = try await setting.line(setting.statement())
        let key = String(decoding: try setting.scratch.read("alice.pub"), as: UTF8.self)
        for (principal, status) in [("*@example.com", 2), ("a@b,alice@example.com", 2), ("alice@example.com", 0)] {
            try setting.scratch.write("signers", Array("\(principal) \(key)".utf8))
            let output = try await setting.check([approval], signers: "signers")
            #expect(output.status == Int32(status), "\(principal): \(output)")
        }
    }
}
