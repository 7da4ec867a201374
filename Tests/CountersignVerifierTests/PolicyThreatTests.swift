import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Scenarios
import TestRepositories
import Testing

@Suite("THREATS, policy")
struct PolicyThreatTests {
    /// The standard policy with june promoted, one serial on.
    private static let promotion = Scenario.policy(serial: 2).replacing(
        "name = june\n\tlevel = junior", with: "name = june\n\tlevel = senior")

    /// Commits a policy by a person, signed or not.
    private func change(
        _ scenario: Scenario, to policy: String, by author: Cast.Member, signed: Bool = true
    ) async throws -> ObjectID {
        try await scenario.commit(
            "Change the policy", by: author, files: [".countersign/policy": policy], signed: signed)
    }

    /// Has the pair of trees that the commit makes of the policy in force at the root approved by people.
    private func approve(
        _ scenario: Scenario, _ commit: ObjectID, from: ObjectID? = nil, by people: [Cast.Member]
    ) async throws {
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(from ?? scenario.root), to: try await scenario.policyTree(commit))
        for person in people {
            try await scenario.record(
                try await scenario.statement(by: person, about: [commit], policyChange: pair), key: person.key)
        }
    }

    @Test("a change takes effect with the approval of a trusted person who is not its author, and for what follows")
    func approvedChange() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let change = try await change(scenario, to: Self.promotion, by: cast.alice)
        #expect(try await scenario.judge(change).verdict == .unapprovedPolicyChange)
        try await approve(scenario, change, by: [cast.alice])
        #expect(try await scenario.judge(change).verdict == .unapprovedPolicyChange)
        try await approve(scenario, change, by: [cast.bob])
        #expect(try await scenario.judge(change).verdict == .approved)
        let own = try await scenario.commit(
            "Use it\n\n\(Scenario.marker)", by: cast.june, files: ["a": "1"], signed: true)
        #expect(try await scenario.verify(change, own).judgements.map(\.verdict) == [.exempt])
        // One push of both is judged by the policy before either.
        #expect(try await scenario.judge(own).verdict == .missing)
        let audit = try await scenario.verifier([own]).audit(tip: own, root: scenario.root, keeping: .all)
        #expect(audit.judgements.map(\.verdict) == [.approved, .exempt])
        #expect(audit.policy.policy.serial == 2)
    }

    @Test("a change that makes its own author a senior has no effect, in whatever commit")
    func selfPromotion() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let change = try await change(scenario, to: Self.promotion, by: cast.june)
        let used = try await scenario.commit(
            "Use it\n\n\(Scenario.marker)", by: cast.june, files: ["a": "1"], signed: true)
        #expect(
            try await scenario.verify(scenario.root, used).judgements.map(\.verdict) == [
                .unapprovedPolicyChange, .missing,
            ])
        // Even landed, by whatever way, it is nothing: the audit and a later gate still judge by the last good policy.
        #expect(try await scenario.verify(change, used).judgements.map(\.verdict) == [.missing])
        let audit = try await scenario.verifier([used]).audit(tip: used, root: scenario.root, keeping: .all)
        #expect(audit.judgements.map(\.verdict) == [.unapprovedPolicyChange, .missing])
        #expect(audit.policy.policy.serial == 1)
        #expect(audit.remarks.contains { $0.contains("is not the policy in force") })
    }

    @Test("an approval of a change by a co-author of it, one that lies about it, or one taken back does not count")
    func approvalsThatDoNotCount() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let stricter = Scenario.policy(serial: 2, "[approval]\n\tcount = 2\n")
        let change = try await scenario.commit(
            "Change\n\nCo-authored-by: Bob <bob@example.com>", by: cast.alice,
            files: [".countersign/policy": stricter], signed: true)
        try await approve(scenario, change, by: [cast.bob])
        try await scenario.expect(change, .unapprovedPolicyChange, .coAuthor)
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(scenario.root), to: try await scenario.policyTree(change))
        let honest = try await scenario.statement(by: cast.carol, about: [change], policyChange: pair)
        let lie = Statement(
            subjects: [change], decision: .approve, reviewer: cast.carol.email, signedAt: honest.signedAt,
            repository: honest.repository, changes: [change: Digest256(hashing: [1])], policyChange: pair)
        try await scenario.record(lie, key: cast.carol.key)
        try await scenario.expect(change, .unapprovedPolicyChange, .badChange, .coAuthor)
        let good = try await scenario.record(honest, key: cast.carol.key)
        try await scenario.expect(change, .approved, .badChange, .coAuthor)
        try await scenario.revoke(good, by: cast.carol, on: change)
        try await scenario.expect(change, .unapprovedPolicyChange, .badChange, .coAuthor, .revoked)
    }

    @Test("the person whom a change promotes can't approve it")
    func beneficiary() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let demotion = Scenario.policy(serial: 2).replacing(
            "name = bob\n\tlevel = senior", with: "name = bob\n\tlevel = principal")
        let change = try await change(scenario, to: demotion, by: cast.alice)
        try await approve(scenario, change, by: [cast.bob])
        let judgement = try await scenario.judge(change)
        #expect(judgement.verdict == .unapprovedPolicyChange)
        #expect(judgement.refusals == [.selfApproval])
        try await approve(scenario, change, by: [cast.carol])
        #expect(try await scenario.judge(change).verdict == .approved)
    }

    @Test("a change by an author who is not proven takes two approvals")
    func unprovenAuthor() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let change = try await change(scenario, to: Self.promotion, by: cast.mike, signed: false)
        try await approve(scenario, change, by: [cast.alice])
        #expect(try await scenario.judge(change).verdict == .unapprovedPolicyChange)
        try await approve(scenario, change, by: [cast.bob])
        #expect(try await scenario.judge(change).verdict == .approved)
    }

    @Test("a level that is not trusted approves no change")
    func juniorApproval() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let change = try await change(scenario, to: Self.promotion, by: cast.alice)
        try await approve(scenario, change, by: [cast.mike])
        let judgement = try await scenario.judge(change)
        #expect(judgement.verdict == .unapprovedPolicyChange)
        #expect(judgement.refusals == [.belowLevel])
    }

    @Test("a rule whose paths match raises what a change takes")
    func ruleOnPolicy() async throws {
        let rule = "[rule \"policy\"]\n\tpath = .countersign/**\n\tcount = 2\n"
        let scenario = try await Scenario(policy: Scenario.policy(rule))
        let cast = scenario.cast
        let next = Self.promotion + rule
        let change = try await change(scenario, to: next, by: cast.alice)
        try await approve(scenario, change, by: [cast.bob])
        #expect(try await scenario.judge(change).verdict == .unapprovedPolicyChange)
        try await approve(scenario, change, by: [cast.carol])
        #expect(try await scenario.judge(change).verdict == .approved)
    }

    @Test("the only trusted person changes the policy by her proven authorship alone")
    func soleTrustedPerson() async throws {
        let alone = "[levels]\n\torder = junior mid senior principal\n\ttrusted = senior\n"
        let people =
            "[person \"alice@example.com\"]\n\tlevel = senior\n[person \"june@example.com\"]\n\tlevel = junior\n"
        func policy(_ serial: Int) -> String {
            "[countersign]\n\tversion = 1\n\tserial = \(serial)\n\trepository = example/shop\n" + alone + people
        }
        let scenario = try await Scenario(policy: nil)
        let cast = scenario.cast
        try scenario.repository.write(".countersign/policy", policy(1))
        try scenario.repository.write(".countersign/allowed_signers", Scenario.signers([cast.alice, cast.june]))
        try await scenario.adopt()
        let signed = try await change(scenario, to: policy(2), by: cast.alice)
        #expect(try await scenario.judge(signed).verdict == .approved)
        try await scenario.repository.git("reset", "-q", "--hard", scenario.root.hex)
        let unsigned = try await change(scenario, to: policy(2), by: cast.alice, signed: false)
        #expect(try await scenario.judge(unsigned).verdict == .unapprovedPolicyChange)
        try await scenario.repository.git("reset", "-q", "--hard", scenario.root.hex)
        let junior = try await change(scenario, to: policy(2), by: cast.june)
        #expect(try await scenario.judge(junior).verdict == .unapprovedPolicyChange)
    }

    @Test("the serial rises by exactly one", arguments: [0, 1, 3, 7])
    func serial(serial: Int) async throws {
        let scenario = try await Scenario()
        let next = Scenario.policy(serial: serial, "[approval]\n\tcount = 2\n")
        let change = try await change(scenario, to: next, by: scenario.cast.alice)
        try await approve(scenario, change, by: [scenario.cast.bob, scenario.cast.carol])
        #expect(try await scenario.judge(change).verdict == .unapprovedPolicyChange)
    }

    @Test("an older, once valid policy can't be put back")
    func rollback() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let change = try await change(scenario, to: Self.promotion, by: cast.alice)
        try await approve(scenario, change, by: [cast.bob])
        let back = try await self.change(scenario, to: Scenario.standardPolicy, by: cast.alice)
        try await approve(scenario, back, from: change, by: [cast.bob, cast.carol])
        #expect(try await scenario.judge(back).verdict == .unapprovedPolicyChange)
    }

    @Test("nothing rides along: an approval covers the whole difference from the policy in force")
    func ridingAlong() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let refused = try await change(scenario, to: Self.promotion, by: cast.june)
        let next = Self.promotion.replacing("[levels]", with: "# a comment\n[levels]")
        let harmless = try await change(scenario, to: next, by: cast.alice)
        // An approval of the step from the refused tree says nothing about the tree in force.
        try await approve(scenario, harmless, from: refused, by: [cast.bob, cast.carol])
        #expect(try await scenario.judge(harmless).verdict == .unapprovedPolicyChange)
        let verifier = try await scenario.verifier([harmless])
        let inForce = try await verifier.policyInForce(at: refused, root: scenario.root)
        let shown = try await verifier.policyChange(at: harmless, from: inForce)
        #expect(shown?.differences.contains { $0.contains("june@example.com") && $0.contains("senior") } == true)
    }

    @Test("going back to the policy in force after a refused change is no change")
    func goingBack() async throws {
        let scenario = try await Scenario()
        _ = try await change(scenario, to: Self.promotion, by: scenario.cast.june)
        let back = try await change(scenario, to: Scenario.standardPolicy, by: scenario.cast.june)
        #expect(try await scenario.judge(back).verdict == .clean)
    }

    @Test("two changes approved apart and merged without a conflict are a third")
    func mergedChanges() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let one = try await change(scenario, to: Self.promotion, by: cast.alice)
        try await scenario.repository.git("checkout", "-q", "-b", "other", scenario.root.hex)
        let other = try await change(
            scenario, to: Scenario.policy(serial: 2, "[approval]\n\tcount = 1\n"), by: cast.alice)
        try await approve(scenario, one, by: [cast.bob])
        try await approve(scenario, other, by: [cast.bob])
        try await scenario.repository.git("checkout", "-q", "main")
        try await scenario.git(["merge", "-q", "--no-edit", "other"], by: cast.alice)
        let merge = try await scenario.id("HEAD")
        let verification = try await scenario.verify(scenario.root, merge)
        #expect(!verification.passes)
        #expect(verification.judgements.last?.verdict == .unapprovedPolicyChange)
    }

    @Test("what is no readable policy never takes effect, approved or not")
    func unreadable() async throws {
        let next = Scenario.policy(serial: 2)
        let cases: [(String, [String: String?])] = [
            ("unknown key", [".countersign/policy": next + "[approval]\n\tcounts = 1\n"]),
            ("include", [".countersign/policy": next + "[include]\n\tpath = /etc/passwd\n"]),
            ("deleted", [".countersign/policy": nil, ".countersign/allowed_signers": nil]),
            ("without a policy file", [".countersign/policy": nil]),
            (
                "pattern",
                [".countersign/policy": next, ".countersign/allowed_signers": "*@example.com ssh-ed25519 AAAA\n"]
            ),
        ]
        for (name, files) in cases {
            let scenario = try await Scenario()
            for (path, text) in files {
                if let text {
                    try scenario.repository.write(path, text)
                } else {
                    try await scenario.repository.git("rm", "-q", "--cached", path)
                    try await scenario.repository.git("clean", "-qfdx")
                }
            }
            let change = try await scenario.commit("Change the policy", by: scenario.cast.alice, signed: true)
            if let tree = try? await scenario.policyTree(change) {
                let pair = Statement.PolicyChange(from: try await scenario.policyTree(scenario.root), to: tree)
                try await scenario.record(
                    try await scenario.statement(by: scenario.cast.bob, about: [change], policyChange: pair),
                    key: scenario.cast.bob.key)
            }
            #expect(try await scenario.judge(change).verdict == .unapprovedPolicyChange, "\(name)")
            let later = try await scenario.flaggedCommit()
            #expect(try await scenario.verify(change, later).judgements.map(\.verdict) == [.missing], "\(name)")
        }
    }

    @Test("a .countersign that is no directory, or differs in case, is an unapproved change")
    func irregular() async throws {
        let entries: [(String, String)] = [
            ("100644", ".countersign"), ("120000", ".countersign"), ("160000", ".countersign"),
            ("100644", ".Countersign"), ("040000", ".COUNTERSIGN"),
        ]
        for (mode, name) in entries {
            let scenario = try await Scenario()
            let git = scenario.repository
            let keep = name != ".countersign"
            let listing = try await git.git("ls-tree", "HEAD").split(separator: "\n").map(String.init)
                .filter { keep || !$0.hasSuffix("\t.countersign") }
            let kind = mode == "040000" ? "tree" : mode == "160000" ? "commit" : "blob"
            let object =
                switch kind {
                case "tree": try await git.git("rev-parse", "HEAD^{tree}")
                case "commit": scenario.root.hex
                default: try await git.git(["hash-object", "-w", "--stdin"], input: "x")
                }
            let entry = "\(mode) \(kind) \(object)\t\(name)"
            let tree = try await git.git(
                ["mktree", "--missing"], input: (listing + [entry]).joined(separator: "\n") + "\n")
            let text = try await scenario.git(
                ["commit-tree", "-p", scenario.root.hex, "-m", "Change", tree], by: scenario.cast.alice)
            let commit = try #require(ObjectID(hex: text))
            #expect(try await scenario.judge(commit).verdict == .unapprovedPolicyChange, "\(mode) \(name)")
        }
    }

    @Test("an approved change of policy does not carry flagged work in the same commit")
    func flaggedWorkBesidePolicy() async throws {
        let scenario = try await Scenario()
        let cast = scenario.cast
        let mixed = try await scenario.commit(
            "Change both\n\n\(Scenario.marker)", by: cast.june,
            files: [".countersign/policy": Scenario.policy(serial: 2, "[approval]\n\tcount = 2\n"), "a": "1"],
            signed: true)
        let pair = Statement.PolicyChange(
            from: try await scenario.policyTree(scenario.root), to: try await scenario.policyTree(mixed))
        // The pair was approved for another commit that makes the same step.
        try await scenario.repository.git("checkout", "-q", "-b", "plain", scenario.root.hex)
        let plain = try await change(
            scenario, to: Scenario.policy(serial: 2, "[approval]\n\tcount = 2\n"), by: cast.june)
        try await scenario.record(
            try await scenario.statement(by: cast.alice, about: [plain], policyChange: pair), key: cast.alice.key)
        #expect(try await scenario.judge(plain).verdict == .approved)
        #expect(try await scenario.judge(mixed).verdict == .missing)
    }

    @Test("a pinned root that is not on the line of first parents decides nothing")
    func foreignRoot() async throws {
        let scenario = try await Scenario()
        try await scenario.repository.git("checkout", "-q", "--orphan", "evil")
        let orphan = try await scenario.commit("Adopt my own", by: scenario.cast.mallory)
        let commit = try await scenario.flaggedCommit()
        await #expect(throws: VerifierError.rootNotOnFirstParents(root: scenario.root, tip: orphan)) {
            try await scenario.verify(orphan, commit)
        }
    }
}
