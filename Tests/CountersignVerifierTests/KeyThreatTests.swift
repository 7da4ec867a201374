import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

@Suite("Which keys are good for an approval, and when")
struct KeyThreatTests {
    /// Options of a line in `allowed_signers`, and what they make of an approval of ``Scenario/day``.
    struct Terms: Sendable, CustomTestStringConvertible {
        let options: String
        let refusal: RefusalCode?
        var testDescription: String { options }
    }

    // The day of the scenarios is 2026-09-21T14:13:20Z.
    static let terms = [
        Terms(options: "valid-before=\"20260921141319Z\"", refusal: .keyExpired),
        Terms(options: "valid-before=\"20260921141320Z\"", refusal: nil),
        Terms(options: "valid-after=\"20260921141321Z\"", refusal: .keyExpired),
        Terms(options: "valid-after=\"20260921141320Z\"", refusal: nil),
        Terms(options: "namespaces=\"git\"", refusal: .wrongNamespace),
        Terms(options: "namespaces=\"git,file\"", refusal: .wrongNamespace),
        Terms(options: "namespaces=\"countersigned\"", refusal: .wrongNamespace),
        Terms(options: "namespaces=\"git,countersign\"", refusal: nil),
    ]

    @Test("a key counts only for what its line says", arguments: terms)
    func keyTerms(_ terms: Terms) async throws {
        let cast = try await Cast.assembled()
        let others = [cast.bob, cast.carol, cast.june, cast.mike]
        let scenario = try await Scenario.adopting(
            signers: Scenario.signers(others) + "\(cast.alice.email) \(terms.options) \(cast.alice.key.publicText)\n")
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: cast.alice, on: commit)
        if let refusal = terms.refusal {
            try await scenario.expect(commit, .missing, refusal)
        } else {
            try await scenario.expect(commit, .approved)
        }
    }

    @Test("the namespace of one line and the time of another make no whole")
    func termsAreNotMixed() async throws {
        let cast = try await Cast.assembled()
        let key = cast.alice.key.publicText
        let scenario = try await Scenario.adopting(
            signers: """
                \(Scenario.signers([cast.bob, cast.carol, cast.june, cast.mike]))\
                \(cast.alice.email) namespaces="git" \(key)
                \(cast.alice.email) namespaces="countersign",valid-before="20260101000000Z" \(key)

                """)
        let commit = try await scenario.flaggedCommit()
        try await scenario.decide(by: cast.alice, on: commit)
        try await scenario.expect(commit, .missing, .keyExpired)
    }

    @Test("a compromised key counts for nothing, another key of the person does")
    func revokedKey() async throws {
        let cast = try await Cast.assembled()
        let stolen = try await TestKey.make()
        let scenario = try await Scenario.adopting(
            policy: Scenario.policy("[revoked]\n\tkey = \(stolen.fingerprint)\n"),
            signers: Scenario.signers(cast.known) + "\(cast.alice.email) \(stolen.publicText)\n")
        let commit = try await scenario.flaggedCommit()
        let statement = try await scenario.statement(by: cast.alice, about: [commit])
        try await scenario.record(statement, key: stolen)
        try await scenario.expect(commit, .missing, .keyRevoked)
        try await scenario.record(statement, key: cast.alice.key)
        try await scenario.expect(commit, .approved)
    }

    @Test("a compromised key takes nothing back")
    func revokedKeyRevokes() async throws {
        let cast = try await Cast.assembled()
        let stolen = try await TestKey.make()
        let scenario = try await Scenario.adopting(
            policy: Scenario.policy("[revoked]\n\tkey = \(stolen.fingerprint)\n"),
            signers: Scenario.signers(cast.known) + "\(cast.alice.email) \(stolen.publicText)\n")
        let commit = try await scenario.flaggedCommit()
        let digest = try await scenario.decide(by: cast.alice, on: commit)
        try await scenario.revoke(digest, by: cast.alice, key: stolen, on: commit)
        try await scenario.expect(commit, .approved)
        try await scenario.revoke(digest, by: cast.alice, on: commit)
        try await scenario.expect(commit, .missing, .revoked)
    }

    @Test("an approval of the future waits, but for the tolerance of clocks", arguments: [(300, true), (301, false)])
    func future(_ ahead: Int64, _ counts: Bool) async throws {
        let scenario = try await Scenario()
        let commit = try await scenario.flaggedCommit()
        let signedAt = Scenario.now.adding(seconds: ahead)
        let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit], signedAt: signedAt)
        try await scenario.record(statement, key: scenario.cast.alice.key)
        if counts {
            try await scenario.expect(commit, .approved)
        } else {
            try await scenario.expect(commit, .missing, .fromTheFuture)
            try await scenario.expect(commit, .approved, now: signedAt)
        }
    }

    @Test("under touch = true a plain key and an untouched one approve nothing, and a touched one does")
    func touch() async throws {
        let cast = try await Cast.assembled()
        let authenticator = AuthenticatorKey()
        let scenario = try await Scenario.adopting(
            policy: Scenario.policy("[approval]\n\ttouch = true\n"),
            signers: Scenario.signers(cast.known) + "\(cast.alice.email) \(authenticator.publicText)\n")
        let commit = try await scenario.flaggedCommit()
        let statement = try await scenario.statement(by: cast.alice, about: [commit])
        try await scenario.record(statement, key: cast.alice.key)
        try await scenario.expect(commit, .missing, .untouchedKey)
        try await scenario.record(try authenticator.line(statement, touched: false), on: commit)
        try await scenario.expect(commit, .missing, .untouchedKey)
        try await scenario.record(try authenticator.line(statement, touched: true), on: commit)
        try await scenario.expect(commit, .approved)
    }

    @Test("without touch = true an untouched FIDO key approves")
    func untouched() async throws {
        let cast = try await Cast.assembled()
        let authenticator = AuthenticatorKey()
        let scenario = try await Scenario.adopting(
            signers: Scenario.signers(cast.known) + "\(cast.alice.email) \(authenticator.publicText)\n")
        let commit = try await scenario.flaggedCommit()
        let statement = try await scenario.statement(by: cast.alice, about: [commit])
        try await scenario.record(try authenticator.line(statement, touched: false), on: commit)
        try await scenario.expect(commit, .approved)
    }
}
