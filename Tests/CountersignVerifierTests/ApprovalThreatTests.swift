import CountersignApprovals
import CountersignGit
import CountersignLedger
import CountersignObjects
import CountersignSignatures
import CountersignVerifier
import Scenarios
import Testing

@Suite("Whose signature an approval bears")
struct ApprovalThreatTests {
    /// A way to come by a signature that is not one, and how it is refused.
    enum Forgery: String, CaseIterable, Sendable {
        case swappedPayload, gitNamespace, fileNamespace, commitSignature, brokenBytes, cutShort, noSignature
        case otherKey, unknownKey

        var code: RefusalCode {
            switch self {
            case .swappedPayload, .brokenBytes, .cutShort, .noSignature: .badSignature
            case .gitNamespace, .fileNamespace, .commitSignature: .wrongNamespace
            case .otherKey: .keyNotThisPerson
            case .unknownKey: .unknownKey
            }
        }
    }

    @Test("a forged line counts for nothing, and the true line beside it counts", arguments: Forgery.allCases)
    func forgery(_ forgery: Forgery) async throws {
        let scenario = try await Scenario()
        let own = try await scenario.commit("Own work", by: scenario.cast.alice, signed: true)
        let commit = try await scenario.flaggedCommit()
        let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit])
        try await scenario.record(try await line(of: statement, forgery, scenario, own: own), on: commit)
        try await scenario.expect(commit, .missing, forgery.code)
        try await scenario.record(statement, key: scenario.cast.alice.key)
        try await scenario.expect(commit, .approved)
    }

    private func line(
        of statement: Statement, _ forgery: Forgery, _ scenario: Scenario, own: ObjectID
    ) async throws -> [UInt8] {
        let alice = scenario.cast.alice.key
        let honest = try Envelope.parse(line: try await alice.line(statement)).signature
        switch forgery {
        case .gitNamespace: return try await alice.line(statement, namespace: "git")
        case .fileNamespace: return try await alice.line(statement, namespace: "file")
        case .otherKey: return try await scenario.cast.june.key.line(statement)
        case .unknownKey: return try await scenario.cast.mallory.key.line(statement)
        case .swappedPayload:
            let other = try await scenario.statement(by: scenario.cast.alice, about: [own])
            return try envelope(statement, Envelope.parse(line: try await alice.line(other)).signature)
        case .commitSignature:
            let facts = try await scenario.verifier([own]).facts(of: own)
            let armored = try #require(facts.commit.signature).signature
            return try envelope(statement, SSHSignature.blob(armored: armored))
        case .brokenBytes: return try envelope(statement, honest.dropLast() + [honest.last.map { $0 ^ 1 } ?? 0])
        case .cutShort: return try envelope(statement, honest.dropLast())
        case .noSignature: return try envelope(statement, [])
        }
    }

    private func envelope(_ statement: Statement, _ signature: [UInt8]) throws -> [UInt8] {
        try Envelope(payload: statement.payload(), keyid: "", signature: signature).line()
    }

    @Test("of many signatures, which are verified side by side, each stands for its own statement only")
    func many() async throws {
        let scenario = try await Scenario()
        let (alice, mallory) = (scenario.cast.alice, scenario.cast.mallory)
        var lines: [ObjectID: [UInt8]] = [:]
        var refused: [ObjectID: RefusalCode] = [:]
        for number in 0..<130 {
            let commit = try await scenario.flaggedCommit("retry.conf", "attempts = \(number)\n")
            let statement = try await scenario.statement(by: alice, about: [commit])
            var line = try await (number % 50 == 20 ? mallory : alice).key.line(statement)
            if number % 50 == 20 { refused[commit] = .unknownKey }
            if number % 50 == 40, let before = lines[try await scenario.id("HEAD~1")] {
                line = try envelope(statement, Envelope.parse(line: before).signature)
                refused[commit] = .badSignature
            }
            lines[commit] = line
        }
        let writer = LedgerWriter(try scenario.open())
        let identity = Identity(name: "A", email: "a@example.com", time: Scenario.day, offsetMinutes: 0)
        _ = try writer.add(
            lines.map { LedgerEntry(annotated: $0.key, line: $0.value) }, message: "many", identity: identity)
        #expect(refused.count == 5)
        let tip = try await scenario.id("HEAD")
        for judgements in [
            try await scenario.verify(scenario.root, tip).judgements,
            try await scenario.verifier([tip]).audit(tip: tip, root: scenario.root, keeping: .all).judgements,
        ] {
            for judgement in judgements where lines[judgement.id] != nil {
                let code = refused[judgement.id]
                #expect(judgement.verdict == (code == nil ? .approved : .missing), "\(judgement.reason)")
                #expect(judgement.refusals == (code.map { [$0] } ?? []), "\(judgement.reason)")
            }
            #expect(judgements.filter { $0.verdict == .approved }.count == 125)
        }
    }

    @Test("a keyid that names a senior makes no senior of the signer")
    func lyingKeyID() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let (alice, mallory) = (scenario.cast.alice, scenario.cast.mallory)
        for claimed in [alice, mallory] {
            let line = try await mallory.key.line(try await scenario.statement(by: claimed, about: [commit]))
            let envelope = try Envelope.parse(line: line)
            let lie = try Envelope(
                payload: envelope.payload, keyid: alice.key.fingerprint, signature: envelope.signature)
            try await scenario.record(lie.line(), on: commit)
        }
        try await scenario.expect(commit, .missing, .unknownKey, .unknownKey)
    }

    @Test("a keyid that names nobody takes nothing from a good signature")
    func uselessKeyID() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let line = try await scenario.cast.alice.key.line(
            try await scenario.statement(by: scenario.cast.alice, about: [commit]))
        let envelope = try Envelope.parse(line: line)
        let renamed = try Envelope(
            payload: envelope.payload, keyid: scenario.cast.mallory.key.fingerprint, signature: envelope.signature)
        try await scenario.record(renamed.line(), on: commit)
        try await scenario.expect(commit, .approved)
    }

    @Test("a bad signature on the same payload hides no good one, whichever comes first", arguments: [true, false])
    func goodBesideBad(isBadFirst: Bool) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit])
        let bad = [
            try await scenario.cast.mallory.key.line(statement),
            try await scenario.cast.alice.key.line(statement, namespace: "git"),
        ]
        let good = [try await scenario.cast.alice.key.line(statement)]
        for line in isBadFirst ? bad + good : good + bad { try await scenario.record(line, on: commit) }
        try await scenario.expect(commit, .approved)
    }

    @Test(
        "an unreadable line is shown, and hides no good one beside it",
        arguments: ["", "approved by alice", "{}", "{\"payload\":\"", "\u{1b}[2J"])
    func unreadableBesideGood(_ text: String) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.record(Array("garbage \(text)".utf8), on: commit)
        try await scenario.expect(commit, .missing, .unreadable)
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .approved, .unreadable)
    }

    @Test(
        "a decision that is not exactly a known word approves nothing",
        arguments: ["endorse", "Approve", "approve ", "approved", "аpprove", ""])
    func unknownDecision(_ word: String) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(.other(word), by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .missing, .unreadable)
        try await scenario.decide(by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .approved, .unreadable)
    }

    @Test("a senior's word that she wrote a junior's commit is no approval")
    func authoredIsNoApproval() async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(.authored, by: scenario.cast.alice, on: commit)
        try await scenario.expect(commit, .missing)
    }

    @Test("an unapproved payload of a foreign type is unreadable", arguments: ["_type", "predicateType"])
    func foreignType(_ field: String) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let payload = String(
            decoding: try await scenario.statement(by: scenario.cast.alice, about: [commit]).payload(), as: UTF8.self)
        let foreign = payload.replacing("\"\(field)\":\"", with: "\"\(field)\":\"x", maxReplacements: 1)
        try await scenario.record(try await scenario.cast.alice.key.line(payload: Array(foreign.utf8)), on: commit)
        try await scenario.expect(commit, .missing, .unreadable)
        try await scenario.record(try await scenario.cast.alice.key.line(payload: Array(payload.utf8)), on: commit)
        try await scenario.expect(commit, .approved, .unreadable)
    }
}
