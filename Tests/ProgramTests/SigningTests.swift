import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

@Suite("Whoever can sign a commit can approve: agents, passphrases, key commands")
struct SigningTests {
    /// Approves the topic with alice's key in an agent that lives as long as the command.
    private func approve(_ scenario: Scenario, key: String, _ more: [String] = []) async throws -> Program.Outcome {
        let program = Program(in: scenario.repository.path, signingWith: key)
        let script = "ssh-add -q \"$0\" && exec git-countersign approve --as-of \"$@\" topic"
        let arguments = ["sh", "-c", script, scenario.cast.alice.key.file, Scenario.day.rfc3339]
        return try await program.run(arguments + more, program: "ssh-agent")
    }

    private func expectApproved(_ scenario: Scenario, _ outcome: Program.Outcome) async throws {
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("as alice@example.com with \(scenario.cast.alice.key.fingerprint)"))
        let verified = try await Program(in: scenario.repository.path).verify(scenario, try await scenario.id("topic"))
        #expect(verified.status == 0, "\(verified.output)")
    }

    @Test("a key that only an agent holds, named by its text", arguments: ["key::", ""])
    func agent(_ prefix: String) async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let outcome = try await approve(scenario, key: prefix + scenario.cast.alice.key.publicText)
        try await expectApproved(scenario, outcome)
    }

    @Test("a key that only an agent holds, named by its public half's file")
    func publicFile() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let file = try TestRepository.temporaryDirectory() + "/key.pub"
        try FileManager.default.copyItem(atPath: scenario.cast.alice.key.file + ".pub", toPath: file)
        try await expectApproved(scenario, try await approve(scenario, key: file))
    }

    @Test("the first key that gpg.ssh.defaultKeyCommand prints")
    func keyCommand() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        try await scenario.repository.git("config", "gpg.ssh.defaultKeyCommand", "ssh-add -L")
        try await expectApproved(scenario, try await approve(scenario, key: ""))
    }

    @Test("a key with a passphrase, asked for through SSH_ASKPASS, right and wrong")
    func passphrase() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let key = try TestRepository.temporaryDirectory() + "/key"
        try FileManager.default.copyItem(atPath: scenario.cast.alice.key.file, toPath: key)
        try FileManager.default.copyItem(atPath: scenario.cast.alice.key.file + ".pub", toPath: key + ".pub")
        let sealed = try await Program(in: "/").run(["-q", "-p", "-N", "sesame", "-f", key], program: "ssh-keygen")
        try #require(sealed.status == 0)
        func approve(_ word: String) async throws -> Program.Outcome {
            let asking = try scenario.script("echo \(word)")
            return try await Program(
                in: scenario.repository.path, signingWith: key,
                ["SSH_ASKPASS": asking, "SSH_ASKPASS_REQUIRE": "force"]
            ).run("approve", "--as-of", Scenario.day.rfc3339, "topic")
        }
        try scenario.expectNothingWritten(
            try await approve("open"), 2, "ssh-keygen did not sign", hint: "git commit -S")
        try await expectApproved(scenario, try await approve("sesame"))
    }
}

@Suite("Where signing fails, nothing is written, and one line says why")
struct FailedSigningTests {
    @Test("an agent that does not hold the key")
    func withoutAgent() async throws {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        let key = "key::" + scenario.cast.alice.key.publicText
        let outcome = try await Program(in: scenario.repository.path, signingWith: key).run("approve", "topic")
        try scenario.expectNothingWritten(outcome, 2, "ssh-keygen did not sign", hint: "git commit -S")
    }

    @Test("a program that says it signed and did not")
    func nothingSigned() async throws {
        let outcome = try await approving(with: "exit 0", 2, "wrote no signature", hint: "gpg.ssh.program")
        #expect(!outcome.output.contains("Approved"))
    }

    @Test("a program that writes something else than a signature")
    func nonsense() async throws {
        let script = "for last; do :; done; echo nonsense >\"$last.sig\""
        try await approving(with: script, 2, "the signature just made is not good", hint: "gpg.ssh.program")
    }

    @Test("a program that signs with another key, or for another purpose")
    func otherKey() async throws {
        let mallory = try await Cast.assembled().mallory.key.file
        let sign = "for last; do :; done; exec ssh-keygen -q -Y sign"
        try await approving(
            with: "\(sign) -n countersign -f '\(mallory)' \"$last\"", 1, "would not count: unknown-key",
            hint: "user.signingKey")
        try await approving(
            with: "\(sign) -n git -f \"$6\" \"$last\"", 1, "would not count: wrong-namespace", hint: "user.signingKey")
    }

    @Test("a program that signs something else")
    func otherPayload() async throws {
        let script = "for last; do :; done; echo >>\"$last\"; exec ssh-keygen \"$@\""
        try await approving(with: script, 1, "would not count: bad-signature", hint: "user.signingKey")
    }

    /// Approves with a stand-in for `ssh-keygen`, called as git calls it: `-Y sign -n NAMESPACE -f KEY FILE`.
    @discardableResult
    private func approving(
        with script: String, _ status: Int, _ error: String, hint: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Program.Outcome {
        let scenario = try await Scenario.onTopic()
        try await scenario.flaggedCommit()
        try await scenario.repository.git("config", "gpg.ssh.program", try scenario.script(script))
        let outcome = try await Program(in: scenario, as: scenario.cast.alice).run("approve", "topic")
        try scenario.expectNothingWritten(outcome, status, error, hint: hint, at: location)
        return outcome
    }
}
