import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import Testing

/// OpenPGP keys count when the policy holds the key and lists its fingerprint for the person, and then.
@Suite("Approvals and commits signed with OpenPGP")
struct OpenPGPThreatTests {
    /// Two people's keys, made once.
    private struct Keys {
        let gpg: GnuPG
        let alice: String
        let bob: String
        let mallory: String

        static func make() async throws -> Keys {
            let gpg = try await GnuPG()
            let start = Int(Scenario.day.seconds) - 10_000
            return Keys(
                gpg: gpg, alice: try await gpg.key("Alice <alice@example.com>", at: start),
                bob: try await gpg.key("Bob <bob@example.com>", at: start),
                mallory: try await gpg.key("Alice <alice@example.com>", at: start))
        }

        /// A repository whose policy has alice's and bob's keys.
        func scenario(_ more: String = "", without: String? = nil) async throws -> Scenario {
            let cast = try await Cast.assembled()
            var policy = Scenario.policy(more)
            for (name, key) in [("alice", alice), ("bob", bob)] {
                policy = policy.replacing("\tname = \(name)\n", with: "\tname = \(name)\n\topenpgp = \(key)\n")
            }
            var files: [String: String] = [:]
            for key in [alice, bob, mallory] where key != without {
                files["openpgp/\(key).asc"] = String(decoding: try await gpg.exported(key), as: UTF8.self)
            }
            return try await Scenario.adopting(policy: policy, signers: Scenario.signers(cast.known), files: files)
        }

        func line(_ statement: Statement, by key: String, at time: Timestamp = Scenario.day) async throws -> [UInt8] {
            let payload = statement.payload()
            let unsigned = try Envelope(payload: payload, keyid: key, signature: [])
            let signature = try await gpg.sign(
                unsigned.preAuthenticationEncoding, by: key, at: Int(time.seconds))
            return try Envelope(payload: payload, keyid: key, signature: signature).line()
        }
    }

    @Test("an approval counts by a key that the policy holds and lists for the reviewer")
    func approvals() async throws {
        let keys = try await Keys.make()
        let scenario = try await keys.scenario()
        let cases: [(key: String, verdict: Verdict, refusals: [RefusalCode])] = [
            (keys.mallory, .missing, [.unknownKey]), (keys.bob, .missing, [.keyNotThisPerson]),
            (keys.alice, .approved, []),
        ]
        for (key, verdict, refusals) in cases {
            let commit = try await scenario.flaggedCommit(key)
            let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit])
            try await scenario.record(try await keys.line(statement, by: key), on: commit)
            let judgement = try await scenario.judge(commit)
            #expect(judgement.verdict == verdict, "\(judgement.reason)")
            #expect(judgement.refusals == refusals)
            if verdict == .approved { #expect(judgement.statements.first?.key == keys.alice) }
        }
        await keys.gpg.close()
    }

    @Test("a key that is listed and not there, revoked, or not touched, approves nothing")
    func refusals() async throws {
        let keys = try await Keys.make()
        let cases: [(scenario: Scenario, code: RefusalCode)] = [
            (try await keys.scenario(without: keys.alice), .unknownKey),
            (try await keys.scenario("[revoked]\n\tkey = \(keys.alice.lowercased())\n"), .keyRevoked),
            (try await keys.scenario("[approval]\n\ttouch = true\n"), .untouchedKey),
        ]
        for (scenario, code) in cases {
            let commit = try await scenario.flaggedCommit()
            let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit])
            try await scenario.record(try await keys.line(statement, by: keys.alice), on: commit)
            try await scenario.expect(commit, .missing, code)
        }
        await keys.gpg.close()
    }

    @Test("what was signed must have been signed while the key was valid, by both dates, and not in the future")
    func times() async throws {
        let keys = try await Keys.make()
        let scenario = try await keys.scenario()
        let early = Scenario.day.adding(seconds: -10_001)
        let cases: [(signedAt: Timestamp, made: Timestamp, code: RefusalCode?)] = [
            (Scenario.day, Scenario.day, nil), (early, Scenario.day, .keyExpired),
            (Scenario.day, Scenario.now.adding(seconds: 301), .fromTheFuture),
        ]
        for (signedAt, made, code) in cases {
            let commit = try await scenario.flaggedCommit("\(signedAt.seconds)-\(made.seconds)")
            let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit], signedAt: signedAt)
            try await scenario.record(try await keys.line(statement, by: keys.alice, at: made), on: commit)
            if let code {
                try await scenario.expect(commit, .missing, code)
            } else {
                try await scenario.expect(commit, .approved)
            }
        }
        await keys.gpg.close()
    }

    @Test("a signature over anything but these bytes is bad")
    func otherBytes() async throws {
        let keys = try await Keys.make()
        let scenario = try await keys.scenario()
        let commit = try await scenario.flaggedCommit()
        let statement = try await scenario.statement(by: scenario.cast.alice, about: [commit])
        let day = Int(Scenario.day.seconds)
        let payload = statement.payload()
        let overPayload = try await keys.gpg.sign(payload, by: keys.alice, at: day)
        let line = try Envelope(payload: payload, keyid: keys.alice, signature: overPayload).line()
        try await scenario.record(line, on: commit)
        try await scenario.expect(commit, .missing, .badSignature)
        await keys.gpg.close()
    }

    @Test("git's own OpenPGP commit signature proves the author, and nobody else")
    func commits() async throws {
        let keys = try await Keys.make()
        let scenario = try await keys.scenario()
        let cases = [(keys.alice, Verdict.exempt), (keys.bob, .missing), (keys.mallory, .missing)]
        for (key, verdict) in cases {
            try scenario.repository.write("file", key)
            try await scenario.repository.git("add", "-A")
            let date = "\(Scenario.day.seconds) +0000"
            try await scenario.repository.git(
                ["-c", "gpg.format=openpgp", "commit", "-q", "-S\(key)", "-m", "Change\n\n\(Scenario.marker)"],
                environment: [
                    "GNUPGHOME": keys.gpg.home, "GIT_AUTHOR_EMAIL": "alice@example.com", "GIT_AUTHOR_DATE": date,
                    "GIT_COMMITTER_DATE": date,
                ])
            let commit = try await scenario.id("HEAD")
            // gpg signs by the machine's clock.
            let judgement = try await scenario.judge(commit, now: Timestamp(seconds: 4_000_000_000))
            #expect(judgement.verdict == verdict, "\(judgement.reason)")
        }
        await keys.gpg.close()
    }

    @Test("whose OpenPGP key changes does not approve the change")
    func ownKey() async throws {
        let keys = try await Keys.make()
        let scenario = try await keys.scenario()
        let path = ".countersign/openpgp/\(keys.bob).asc"
        let text = String(decoding: try await keys.gpg.exported(keys.bob), as: UTF8.self)
        try await keys.gpg.require(["--quick-add-uid", keys.bob, "Robert <r@example.com>"])
        let changed = String(decoding: try await keys.gpg.exported(keys.bob), as: UTF8.self)
        #expect(text != changed)
        let policy = try await scenario.repository.git("show", "HEAD:.countersign/policy")
        let commit = try await scenario.commit(
            "Policy", by: scenario.cast.carol,
            files: [path: changed, ".countersign/policy": policy.replacing("serial = 1", with: "serial = 2")],
            signed: true)
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(scenario.root), to: try await scenario.policyTree(commit))
        for (member, verdict) in [
            (scenario.cast.bob, Verdict.unapprovedPolicyChange), (scenario.cast.alice, .approved),
        ] {
            let statement = try await scenario.statement(by: member, about: [commit], policyChange: pair)
            try await scenario.record(statement, key: member.key)
            #expect(try await scenario.judge(commit).verdict == verdict)
        }
        await keys.gpg.close()
    }

    @Test("a key file that can't be relied on lets nothing pass")
    func unreadable() async throws {
        let cast = try await Cast.assembled()
        let scenario = try await Scenario.adopting(
            signers: Scenario.signers(cast.known), files: ["openpgp/a.asc": "nonsense\n"])
        let commit = try await scenario.flaggedCommit()
        await #expect(throws: PolicyUnreadable.self) { try await scenario.judge(commit) }
    }
}
