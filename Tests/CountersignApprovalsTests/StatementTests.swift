import CountersignApprovals
import CountersignObjects
import Testing

@Suite("Statement")
struct StatementTests {
    @Test("the payload is written as the format shows it")
    func writing() {
        let (one, two) = (Samples.commit(1), Samples.commit(2))
        let statement = Statement(
            subjects: [two, one], decision: .approve, reviewer: "alice@example.com", signedAt: Samples.time,
            repository: "acme/shop", target: "refs/heads/main", changes: [two: Samples.digest, one: Samples.digest],
            range: .init(base: one, head: two, change: Samples.digest), policyChange: .init(from: one, to: two),
            revokes: Samples.digest, expires: Samples.time, comment: "a/b \"c\" \\ \n\u{1}\u{7f}é")
        let (a, b, d) = (one.hex, two.hex, Samples.digest.text)
        let expected =
            "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"gitCommit\":\"\(b)\"}},"
            + "{\"digest\":{\"gitCommit\":\"\(a)\"}}],\"predicateType\":\"urn:countersign:review:v1\",\"predicate\":"
            + "{\"decision\":\"approve\",\"reviewer\":\"alice@example.com\",\"signedAt\":\"2026-01-23T10:00:00Z\","
            + "\"repository\":\"acme/shop\",\"target\":\"refs/heads/main\",\"changes\":{\"\(a)\":\"\(d)\","
            + "\"\(b)\":\"\(d)\"},\"range\":{\"base\":\"\(a)\",\"head\":\"\(b)\",\"change\":\"\(d)\"},"
            + "\"policyChange\":{\"from\":\"\(a)\",\"to\":\"\(b)\"},\"revokes\":\"\(d)\","
            + "\"expires\":\"2026-01-23T10:00:00Z\",\"comment\":\"a/b \\\"c\\\" \\\\ \\n\\u0001\u{7f}é\"}}"
        #expect(String(decoding: statement.payload(), as: UTF8.self) == expected)
    }

    @Test("any statement that keeps the rules is read back as it was written")
    func roundTrip() throws {
        var generator = SeededGenerator(state: 20_260_123)
        for _ in 0..<300 {
            let statement = RandomStatement.make(using: &generator)
            let payload = statement.payload()
            let read = try Statement.parse(payload: payload)
            #expect(read == statement)
            #expect(read.payload() == payload)
        }
    }

    @Test(
        "a damaged payload is refused for what is wrong with it",
        arguments: [
            ("\"approve\"", "1", .wrongType), ("\"acme/shop\"", "null", .wrongType),
            ("\"acme/shop\"", "\"\"", .badValue),
            ("\"alice@example.com\"", "\"\"", .badValue), ("\"decision\"", "\"target\":[],\"decision\"", .wrongType),
            ("\"decision\"", "\"comment\":{},\"decision\"", .wrongType),
            ("\"decision\"", "\"expires\":1,\"decision\"", .wrongType),
            ("\"decision\"", "\"expires\":\"tomorrow\",\"decision\"", .badValue),
            ("\"decision\"", "\"changes\":[],\"decision\"", .wrongType),
            ("\"decision\"", "\"changes\":{\"abc\":\"\"},\"decision\"", .badValue),
            ("\"decision\"", "\"revokes\":\"sha256:00\",\"decision\"", .badValue),
            ("\"decision\"", "\"revokes\":7,\"decision\"", .wrongType),
            ("\"decision\"", "\"range\":{},\"decision\"", .missingField),
            ("\"decision\"", "\"policyChange\":{\"from\":\"x\"},\"decision\"", .badValue),
            ("\"decision\"", "\"policyChange\":null,\"decision\"", .wrongType),
            ("[{", "{", .json), ("{\"digest\":{", "{\"digest\":{\"sha1\":\"\",", .badValue),
            ("{\"digest\":", "{\"name\":\"x\",\"digest\":", .badValue), ("\"gitCommit\"", "\"gitTree\"", .badValue),
            ("{\"digest\":", "{\"Digest\":", .badValue), ("2026-01-23T10:00:00Z", "2026-01-23T10:00:00z", .badValue),
            ("2026-01-23T10:00:00Z", "2026-01-23 10:00:00Z", .badValue),
            ("2026-01-23T10:00:00Z", "2026-01-23T10:00:00+00:00", .badValue),
            ("2026-01-23T10:00:00Z", "2026-01-23T10:00:60Z", .badValue), ("Statement/v1", "Statement/v2", .foreign),
            ("urn:countersign:review:v1", "urn:other", .foreign), ("\"predicate\"", "\"Predicate\"", .missingField),
            ("\"subject\"", "\"subjects\"", .missingField), ("\"approve\"", "\"revoke\"", .missingField),
            ("\"approve\"", "\"waive\"", .missingField), ("\"reviewer\"", "\"Reviewer\"", .missingField),
            ("{\"decision\"", "{\"decision\":\"reject\",\"decision\"", .repeatedKey),
            ("{\"decision\"", "{\"d\\u0065cision\":\"reject\",\"decision\"", .repeatedKey),
            ("{\"_type\"", "{\"predicate\":{},\"_type\"", .repeatedKey),
            ("\"decision\"", "\"x\":[{\"a\":1,\"a\":1}],\"decision\"", .repeatedKey),
        ] as [(String, String, UnreadableReason.Code)])
    func defects(old: String, new: String, code: UnreadableReason.Code) {
        #expect(Samples.code(payload: Samples.payload(replacing: old, by: new)) == code)
    }

    @Test("blanks, escapes, the order of keys and unknown fields are the signer's choice")
    func freeSpelling() throws {
        let spellings = [
            (",", " ,\n"), ("\"decision\"", "\"d\\u0065cision\""),
            ("{\"decision\"", "{\"mood\":[1.5e3,{}],\"decision\""),
            ("{\"_type\"", "{\"x\":null,\"_type\""),
        ]
        for (old, new) in spellings {
            let payload = Samples.payload(replacing: old, by: new)
            #expect(payload != Samples.approval().payload())
            #expect(try Statement.parse(payload: payload) == Samples.approval())
        }
    }

    @Test(
        "an unknown decision is read as what it is, near misses too", arguments: ["bless", "Approve", "approve ", ""])
    func unknownDecision(word: String) throws {
        let statement = try Statement.parse(payload: Samples.payload(replacing: "\"approve\"", by: "\"\(word)\""))
        #expect(statement.decision == .other(word))
    }

    @Test("a statement of another type is told apart from a damaged one")
    func foreign() {
        let payload = Samples.payload(replacing: "urn:countersign:review:v1", by: "urn:other\\n")
        let reason = #expect(throws: UnreadableReason.self) { try Statement.parse(payload: payload) }
        #expect(reason?.isForeign == true)
        #expect(reason?.description == #"unknown predicateType "urn:other\n""#)
    }

    @Test(
        "a waive needs an end and a reason that can be seen",
        arguments: [("outage", nil), ("", .badValue), (" \t\n", .badValue), ("\u{a0}\u{2003}\u{200b}", .badValue)]
            as [(String, UnreadableReason.Code?)])
    func waive(comment: String, code: UnreadableReason.Code?) {
        let statement = Statement(
            subjects: [Samples.commit(1)], decision: .waive, reviewer: "a@b", signedAt: Samples.time, repository: "r",
            expires: Samples.time, comment: comment)
        #expect(Samples.code(payload: statement.payload()) == code)
    }

    @Test("10,000 subjects are read and 10,001 are refused")
    func subjectLimit() throws {
        let subjects = (0..<10_001).map(Samples.commit)
        let most = Samples.approval(subjects: Array(subjects.prefix(10_000)))
        let read = try Statement.parse(payload: most.payload())
        #expect(subjects.dropLast().allSatisfy(read.names) && !read.names(subjects[10_000]))
        #expect(Samples.code(payload: Samples.approval(subjects: subjects).payload()) == .tooManySubjects)
    }

    @Test("1 MiB of payload is read and a byte more is refused")
    func payloadLimit() {
        let empty = Samples.approval(comment: "").payload().count
        let comment = String(repeating: "x", count: (1 << 20) - empty)
        #expect(Samples.code(payload: Samples.approval(comment: comment).payload()) == nil)
        #expect(Samples.code(payload: Samples.approval(comment: comment + "x").payload()) == .payloadTooLarge)
    }

    @Test("16 levels are read and 17 are refused")
    func nesting() {
        func payload(_ more: Int) -> [UInt8] {
            let nested = String(repeating: "[", count: more) + String(repeating: "]", count: more)
            return Samples.payload(replacing: "{\"decision\"", by: "{\"x\":\(nested),\"decision\"")
        }
        #expect(Samples.code(payload: payload(14)) == nil)
        #expect(Samples.code(payload: payload(15)) == .tooDeep)
    }

    @Test("a signed digest counts for a subject only, and the range's beside it")
    func changes() {
        let other = Digest256(hashing: [1])
        let statement = Statement(
            subjects: [Samples.commit(1)], decision: .approve, reviewer: "a@b", signedAt: Samples.time, repository: "r",
            changes: [Samples.commit(1): Samples.digest, Samples.commit(2): Digest256(hashing: [2])],
            range: .init(base: Samples.commit(3), head: Samples.commit(4), change: other))
        #expect(statement.change(of: Samples.commit(1)) == Samples.digest)
        #expect(statement.change(of: Samples.commit(2)) == nil)
        #expect(statement.coveredChanges == [Samples.digest, other])
        #expect(statement.names(Samples.commit(1)) && !statement.names(Samples.commit(4)))
    }

    @Test(
        "a digest has one spelling",
        arguments: ["", "sha256:", "sha1:00", "SHA256:" + String(repeating: "0", count: 64)]
            + ["A", "g", "0\n", "é"].map { "sha256:" + String(repeating: "0", count: 63) + $0 })
    func digestText(text: String) {
        #expect(Digest256(text: text) == nil)
        #expect(Digest256(text: Samples.digest.text) == Samples.digest)
    }
}
