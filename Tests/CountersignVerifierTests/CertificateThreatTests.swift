import CountersignApprovals
import CountersignObjects
import CountersignSignatures
import CountersignVerifier
import FoundationEssentials
import Scenarios
import Testing

/// Whoever has a certificate is who the policy's authority says, within what its line allows, and nobody else.
@Suite("Approvals and commits by certified keys")
struct CertificateThreatTests {
    /// A key pair with a certificate beside it, so that `ssh-keygen -Y sign` puts the certificate into the signature.
    private static func certified(
        _ principals: String, by authority: TestKey, key: TestKey? = nil, validity: String = "always:forever",
        _ options: [String] = []
    ) async throws -> TestKey {
        let key = if let key { key } else { try await TestKey.make() }
        return try await key.certified(by: authority, principals: principals, validity: validity, options)
    }

    private static func scenario(_ line: String, policy: String = Scenario.standardPolicy) async throws -> Scenario {
        let cast = try await Cast.assembled()
        let others = cast.known.filter { $0.email != cast.alice.email }
        return try await Scenario.adopting(policy: policy, signers: Scenario.signers(others) + line + "\n")
    }

    private static func judge(
        _ key: TestKey, in scenario: Scenario, _ verdict: Verdict, _ refusals: RefusalCode...,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let commit = try await scenario.flaggedCommit("file-\(UInt64.random(in: 0...UInt64.max))")
        let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit])
        try await scenario.record(statement, key: key)
        let judgement = try await scenario.judge(commit)
        #expect(judgement.verdict == verdict, "\(judgement.reason)", sourceLocation: location)
        #expect(judgement.refusals == refusals, sourceLocation: location)
    }

    @Test("a certificate by the policy's authority counts for the person whom it names")
    func counts() async throws {
        let authority = try await TestKey.make()
        let scenario = try await Self.scenario("*@example.com cert-authority \(authority.publicText)")
        let alice = try await Self.certified("alice@example.com", by: authority)
        try await Self.judge(alice, in: scenario, .approved)
        try await Self.judge(try await Self.certified("a,alice@example.com", by: authority), in: scenario, .approved)
        let other = try await Self.certified("alice@example.com", by: try await TestKey.make())
        try await Self.judge(other, in: scenario, .missing, .unknownKey)
        let bob = try await Self.certified("bob@example.com", by: authority)
        try await Self.judge(bob, in: scenario, .missing, .keyNotThisPerson)
        let nobody = try await Self.certified("alice", by: authority)
        try await Self.judge(nobody, in: scenario, .missing, .keyNotThisPerson)
        let pattern = try await Self.certified("*@example.com", by: authority)
        try await Self.judge(pattern, in: scenario, .missing, .keyNotThisPerson)
    }

    @Test("a certificate for two people, or for another person's key, counts for neither")
    func twoPeople() async throws {
        let authority = try await TestKey.make()
        let scenario = try await Self.scenario("*@example.com cert-authority \(authority.publicText)")
        let both = try await Self.certified("alice@example.com,bob@example.com", by: authority)
        try await Self.judge(both, in: scenario, .missing, .keyNotThisPerson)
        let taken = try await Self.certified("alice@example.com", by: authority, key: scenario.cast.june.key)
        try await Self.judge(taken, in: scenario, .missing, .keyNotThisPerson)
    }

    @Test("the line's pattern, namespaces and time hold for what its authority certifies")
    func lines() async throws {
        let authority = try await TestKey.make()
        let alice = try await Self.certified("alice@example.com", by: authority)
        let lines: [(String, RefusalCode?)] = [
            ("*@example.net cert-authority", .keyNotThisPerson), ("*,!alice@* cert-authority", .keyNotThisPerson),
            ("alice@example.com cert-authority", nil), ("* cert-authority,namespaces=\"git\"", .wrongNamespace),
            ("* cert-authority,namespaces=\"git,countersign\"", nil),
            ("* cert-authority,valid-before=\"20260101Z\"", .keyExpired),
            ("* cert-authority,valid-after=\"20270101Z\"", .keyExpired),
        ]
        for (line, refusal) in lines {
            let scenario = try await Self.scenario("\(line) \(authority.publicText)")
            if let refusal {
                try await Self.judge(alice, in: scenario, .missing, refusal)
            } else {
                try await Self.judge(alice, in: scenario, .approved)
            }
        }
    }

    @Test("the certificate's own time, kind and critical options hold")
    func certificates() async throws {
        let authority = try await TestKey.make()
        let scenario = try await Self.scenario("* cert-authority \(authority.publicText)")
        let name = "alice@example.com"
        // The day of the scenarios is 2026-09-21.
        let early = try await Self.certified(name, by: authority, validity: "20260101:20260901")
        try await Self.judge(early, in: scenario, .missing, .keyExpired)
        let late = try await Self.certified(name, by: authority, validity: "20261001:20270901")
        try await Self.judge(late, in: scenario, .missing, .keyExpired)
        let now = try await Self.certified(name, by: authority, validity: "20260901:20261001")
        try await Self.judge(now, in: scenario, .approved)
        let host = try await Self.certified(name, by: authority, ["-h"])
        try await Self.judge(host, in: scenario, .missing, .badSignature)
        let narrow = try await Self.certified(name, by: authority, ["-O", "force-command=true"])
        try await Self.judge(narrow, in: scenario, .missing, .badSignature)
    }

    @Test("[revoked] key takes the certified key or the authority")
    func revoked() async throws {
        let authority = try await TestKey.make()
        let alice = try await Self.certified("alice@example.com", by: authority)
        for fingerprint in [authority.fingerprint, alice.fingerprint] {
            let scenario = try await Self.scenario(
                "* cert-authority \(authority.publicText)",
                policy: Scenario.policy("[revoked]\n\tkey = \(fingerprint)\n"))
            try await Self.judge(alice, in: scenario, .missing, .keyRevoked)
        }
    }

    @Test("a commit signed with a certificate is its author's, and a listed key needs none")
    func commits() async throws {
        let authority = try await TestKey.make()
        let scenario = try await Self.scenario("*@example.com cert-authority \(authority.publicText)")
        for (principals, verdict) in [("alice@example.com", Verdict.exempt), ("bob@example.com", .missing)] {
            let key = try await Self.certified(principals, by: authority)
            let commit = try await scenario.commit(
                "Change\n\n\(Scenario.marker)", by: scenario.cast.alice, files: [principals: "1"], key: key)
            #expect(try await scenario.judge(commit).verdict == verdict)
        }
    }

    @Test("an authority for one person only is that person's own key when the policy changes")
    func ownAuthority() async throws {
        let authority = try await TestKey.make()
        let scenario = try await Scenario()
        let signers = Scenario.signers(scenario.cast.known)
        let commit = try await scenario.commit(
            "Policy", by: scenario.cast.carol,
            files: [
                ".countersign/policy": Scenario.policy(serial: 2),
                ".countersign/allowed_signers": signers + "bob@example.com cert-authority \(authority.publicText)\n",
            ], signed: true)
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(scenario.root), to: try await scenario.policyTree(commit))
        for (member, verdict) in [
            (scenario.cast.bob, Verdict.unapprovedPolicyChange), (scenario.cast.alice, .approved),
        ] {
            let statement = try await scenario.statement(by: member, about: [commit], policyChange: pair)
            try await scenario.record(statement, key: member.key)
            #expect(try await scenario.judge(commit).verdict == verdict)
        }
    }
}
