import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("The program signs with the key that git would sign with")
struct ProgramSigningTests {
    /// A repository whose policy lists this OpenPGP key for alice, or does not, and the program in it.
    private static func openPGP(isListed: Bool = true, hasKey: Bool = true) async throws -> (
        Scenario, Program, GnuPG, String
    ) {
        let gpg = try await GnuPG()
        let key = try await gpg.key("Alice <alice@example.com>", at: Int(Scenario.day.seconds))
        let cast = try await Cast.assembled()
        var policy = Scenario.standardPolicy
        if isListed {
            policy = policy.replacing("\tname = alice\n", with: "\tname = alice\n\topenpgp = \(key)\n")
        }
        let text = String(decoding: try await gpg.exported(key), as: UTF8.self)
        let scenario = try await Scenario.adopting(
            policy: policy, signers: Scenario.signers(cast.known), files: hasKey ? ["openpgp/a.asc": text] : [:])
        try await scenario.repository.git("config", "user.email", "alice@example.com")
        return (scenario, Program(in: scenario.repository.path, ["GNUPGHOME": gpg.home]), gpg, key)
    }

    @Test("an OpenPGP user approves, by user.signingKey or by name, and the approval counts")
    func approve() async throws {
        let (scenario, program, gpg, key) = try await Self.openPGP()
        for (number, user) in [key, String(key.suffix(16)), "alice@example.com"].enumerated() {
            try await scenario.repository.git("config", "user.signingKey", user)
            let commit = try await scenario.flaggedCommit("file-\(number)")
            let dry = try await program.run("approve", "--dry-run", "main")
            #expect(dry.output.contains("as alice@example.com with \(key)"), "\(dry.errors)")
            let outcome = try await program.run("approve", "main")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("as alice@example.com with \(key)"))
            let late = Timestamp(seconds: 4_000_000_000)
            let judgement = try await scenario.judge(commit, now: late)
            #expect(judgement.verdict == .approved, "\(judgement.reason)")
        }
        await gpg.close()
    }

    @Test("librnp says nothing of its own about a signature that is not good")
    func silence() async throws {
        let (scenario, program, gpg, key) = try await Self.openPGP()
        let commit = try await scenario.flaggedCommit()
        let payload = try await scenario.statement(by: scenario.cast.alice, about: [commit]).payload()
        let other = try await gpg.sign(payload, by: key, at: Int(Scenario.day.seconds))
        try await scenario.record(try Envelope(payload: payload, keyid: key, signature: other).line(), on: commit)
        let outcome = try await program.run("verify", "--trust-root", scenario.root.hex, "main~1..main")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("bad-signature"), "\(outcome.output)")
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        await gpg.close()
    }

    @Test("a key that the policy does not list is named, with what to add")
    func unlisted() async throws {
        let (scenario, program, gpg, key) = try await Self.openPGP(isListed: false)
        try await scenario.repository.git("config", "user.signingKey", key)
        try await scenario.flaggedCommit()
        let outcome = try await program.run("approve", "main")
        outcome.expectFailure(1, "lists \(key) for nobody", hint: "openpgp = \(key)")
        #expect(outcome.error.contains("alice@example.com has \(scenario.cast.alice.key.fingerprint)"))
        #expect(outcome.hint.contains(".countersign/openpgp/alice@example.com.asc"))
        await gpg.close()
    }

    @Test("a key that the policy declares compromised is not asked to sign")
    func revoked() async throws {
        let cast = try await Cast.assembled()
        let scenario = try await Scenario.adopting(
            policy: Scenario.policy("[revoked]\n\tkey = \(cast.alice.key.fingerprint)\n"),
            signers: Scenario.signers(cast.known))
        try await scenario.configure(key: cast.alice.key.file)
        try await scenario.flaggedCommit()
        let outcome = try await Program(in: scenario.repository.path).run("approve", "main")
        outcome.expectFailure(1, "key-revoked", hint: "sign with another key")
    }

    @Test("a key that is listed and not there is named before anything is signed")
    func missing() async throws {
        let (scenario, program, gpg, key) = try await Self.openPGP(hasKey: false)
        try await scenario.repository.git("config", "user.signingKey", key)
        try await scenario.flaggedCommit()
        let outcome = try await program.run("approve", "main")
        outcome.expectFailure(1, ".countersign/openpgp lacks the key", hint: "export-minimal \(key)")
        await gpg.close()
    }

    @Test(
        "a program that ends well and says nothing of a signature has not signed",
        arguments: ["program", "openpgp.program"])
    func program(_ setting: String) async throws {
        let (scenario, program, gpg, key) = try await Self.openPGP()
        try await scenario.repository.git("config", "user.signingKey", key)
        try scenario.repository.write(
            "../fake-\(key)", "#!/bin/sh\ncase \"$*\" in *list-secret*) exec gpg \"$@\";; esac\necho no\n")
        let path = scenario.repository.path + "/../fake-\(key)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await scenario.repository.git("config", "gpg.\(setting)", path)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        try await scenario.flaggedCommit()
        let outcome = try await program.run("approve", "main")
        outcome.expectFailure(2, "did not sign (status 0)", showsFirst: true)
        await gpg.close()
    }

    @Test("init writes the first person's OpenPGP fingerprint and key, and her approvals count")
    func initialise() async throws {
        let gpg = try await GnuPG()
        let key = try await gpg.key("Alice <alice@example.com>", at: Int(Scenario.day.seconds))
        let repository = try await TestRepository()
        for (name, value) in [
            ("user.name", "Alice"), ("user.email", "alice@example.com"), ("user.signingKey", key),
        ] { try await repository.git("config", name, value) }
        let program = Program(in: repository.path, ["GNUPGHOME": gpg.home])
        let outcome = try await program.run("init", "--repository", "acme/shop")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains(".countersign/openpgp/alice@example.com.asc"))
        let base = URL(filePath: repository.path + "/.countersign")
        let policy = String(decoding: try Data(contentsOf: base.appendingPathComponent("policy")), as: UTF8.self)
        #expect(policy.contains("\topenpgp = \(key)\n"))
        try await repository.commit("Adopt")
        let root = try await repository.git("rev-parse", "HEAD")
        try await repository.git("config", "countersign.trustRoot", root)
        try repository.write("a", "1")
        try await repository.git("add", "-A")
        try await repository.git(
            "commit", "-q", "--author", "X <x@example.net>", "-m", "Change\n\n\(Scenario.marker)")
        #expect(try await program.run("verify", "HEAD~1..HEAD").status == 1)
        let approved = try await program.run("approve", "HEAD")
        #expect(approved.status == 0, "\(approved.errors)")
        #expect(try await program.run("verify", "HEAD~1..HEAD").status == 0)
        await gpg.close()
    }

    @Test("a certified SSH key approves; its authority is what has to be added")
    func certificate() async throws {
        let cast = try await Cast.assembled()
        let authority = try await TestKey.make()
        let key = try await TestKey.make().certified(by: authority, principals: "alice@example.com")
        let others = cast.known.filter { $0.email != cast.alice.email }
        for isListed in [true, false] {
            let line =
                "alice@example.com cert-authority \(isListed ? authority.publicText : cast.mallory.key.publicText)\n"
            let scenario = try await Scenario.adopting(signers: Scenario.signers(others) + line)
            try await scenario.configure(key: key.file)
            try await scenario.repository.git("config", "user.email", "alice@example.com")
            let commit = try await scenario.flaggedCommit()
            let outcome = try await Program(in: scenario.repository.path).run("approve", "main")
            if isListed {
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(try await scenario.judge(commit, now: Timestamp(seconds: 4_000_000_000)).verdict == .approved)
            } else {
                outcome.expectFailure(1, authority.fingerprint, hint: "cert-authority \(authority.publicText)")
            }
        }
    }
}
