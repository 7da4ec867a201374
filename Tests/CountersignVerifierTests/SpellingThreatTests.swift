import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import FoundationEssentials
import Scenarios
import Testing

@Suite("One statement in many spellings")
struct SpellingThreatTests {
    /// A line that anybody can make of another without its key, and what that costs.
    enum Respelling: CaseIterable {
        case blank, keyOrder, repeatedKey, unpadded, strayBits, urlAlphabet, secondSignature, trailingText
        case otherKeyID, respelledPayload, reorderedPayload, signatureTail, otherType

        /// How the line is refused; nil for one that is the same statement.
        var code: RefusalCode? {
            switch self {
            case .otherKeyID, .signatureTail: nil
            case .respelledPayload, .reorderedPayload: .badSignature
            default: .unreadable
            }
        }
    }

    private static let twoApprovals = Scenario.policy("[approval]\n\tcount = 2\n")

    @Test("a line written otherwise is not a second approval", arguments: Respelling.allCases)
    func respelled(_ respelling: Respelling) async throws {
        let scenario = try await Scenario(policy: Self.twoApprovals)
        let commit = try await scenario.flaggedCommit()
        let line = try await scenario.cast.alice.key.line(try await Self.statement(scenario, commit))
        try await scenario.record(line, on: commit)
        let other = try Self.respell(String(decoding: line, as: UTF8.self), respelling)
        #expect(Array(other.utf8) != line)
        try await scenario.record(Array(other.utf8), on: commit)
        if let code = respelling.code {
            try await scenario.expect(commit, .insufficient, code)
        } else {
            try await scenario.expect(commit, .insufficient)
        }
    }

    /// A statement whose payload's base64 ends in padding, so that its last digit has stray bits.
    private static func statement(_ scenario: Scenario, _ commit: ObjectID) async throws -> Statement {
        for comment in ["", "?", "??"] {
            let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit], comment: comment)
            if statement.payload().count % 3 == 1 { return statement }
        }
        throw Unsuitable()
    }

    private struct Unsuitable: Error {}

    private static func respell(_ line: String, _ respelling: Respelling) throws -> String {
        let envelope = try Envelope.parse(line: Array(line.utf8))
        let payload = Data(envelope.payload).base64EncodedString()
        func with(payload text: String) throws -> String {
            let other = try Envelope(payload: Array(text.utf8), keyid: envelope.keyid, signature: envelope.signature)
            return String(decoding: other.line(), as: UTF8.self)
        }
        let text = String(decoding: envelope.payload, as: UTF8.self)
        switch respelling {
        case .blank: return line.replacing("\"payloadType\":", with: "\"payloadType\": ")
        case .keyOrder:
            let type = "\"payloadType\":\"application/vnd.in-toto+json\""
            return line.replacing(type + ",", with: "").replacing("{\"payload\":", with: "{\(type),\"payload\":")
        case .repeatedKey: return line.replacing("{\"payload\":", with: "{\"payload\":\"\",\"payload\":")
        case .unpadded: return line.replacing(payload, with: payload.replacing("=", with: ""))
        case .strayBits:
            let digits = payload.replacing("=", with: "")
            let last = try #require(digits.utf8.last.map { UnicodeScalar($0 + 1) })
            return line.replacing(payload, with: digits.dropLast() + "\(last)==")
        case .urlAlphabet: return line.replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
        case .secondSignature:
            return line.replacing("\"}]}", with: "\"},{\"keyid\":\"\",\"sig\":\"U1NIU0lH\"}]}")
        case .trailingText: return line + " "
        case .otherKeyID: return line.replacing(envelope.keyid, with: "bob@example.com")
        case .otherType: return line.replacing("in-toto+json", with: "in-toto+JSON")
        case .respelledPayload: return try with(payload: text.replacing("\",\"", with: "\", \""))
        case .reorderedPayload:
            return try with(
                payload: text.replacing("\"decision\":\"approve\",", with: "")
                    .replacing("\"repository\":", with: "\"decision\":\"approve\",\"repository\":"))
        case .signatureTail:
            let longer = try Envelope(
                payload: envelope.payload, keyid: envelope.keyid, signature: envelope.signature + [0])
            return String(decoding: longer.line(), as: UTF8.self)
        }
    }

    @Test("a signature re-encoded makes no second approval")
    func malleableSignature() async throws {
        let scenario = try await Scenario(policy: Self.twoApprovals)
        let commit = try await scenario.flaggedCommit()
        let bob = scenario.cast.bob
        let statement = try await scenario.statement(by: bob, about: [commit])
        // ECDSA signatures differ each time: two good ones over one payload, and each with the other's key id.
        for _ in 0..<3 { try await scenario.record(try await bob.key.line(statement), on: commit) }
        try await scenario.expect(commit, .insufficient)
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .approved)
    }

    @Test("a signer who spells her statement in many ways is still one person")
    func manySpellingsByTheSigner() async throws {
        let scenario = try await Scenario(policy: Self.twoApprovals)
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let text = String(decoding: try await scenario.statement(by: alice, about: [commit]).payload(), as: UTF8.self)
        let spellings = [
            text, text.replacing("\":\"", with: "\" : \""), text.replacing("alice@", with: "\\u0061lice@"),
            text.replacing("\"predicate\":{", with: "\"predicate\":{\"note\":1,"),
        ]
        for spelling in spellings {
            try await scenario.record(try await alice.key.line(payload: Array(spelling.utf8)), on: commit)
        }
        try await scenario.expect(commit, .insufficient)
        try await scenario.decide(by: scenario.cast.bob, on: commit)
        try await scenario.expect(commit, .approved)
    }

    @Test(
        "a payload that could be read two ways is not read, signed or not",
        arguments: [
            ("\"decision\":\"approve\"", "\"decision\":\"reject\",\"decision\":\"approve\""),
            ("\"gitCommit\":", "\"gitCommit\":\"0\",\"gitCommit\":"),
            ("\"reviewer\":", "\"\\u0072eviewer\":\"bob@example.com\",\"reviewer\":"),
        ])
    func repeatedKeys(_ found: String, _ replacement: String) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let alice = scenario.cast.alice
        let text = String(decoding: try await scenario.statement(by: alice, about: [commit]).payload(), as: UTF8.self)
        let twice = text.replacing(found, with: replacement)
        try await scenario.record(try await alice.key.line(payload: Array(twice.utf8)), on: commit)
        try await scenario.expect(commit, .missing, .unreadable)
        try await scenario.record(try await alice.key.line(payload: Array(text.utf8)), on: commit)
        try await scenario.expect(commit, .approved, .unreadable)
    }
}
