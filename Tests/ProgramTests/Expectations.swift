import CountersignHistory
import CountersignLedger
import CountersignVerifier
import FoundationEssentials
import Scenarios
import TestRepositories
import Testing

extension Program.Outcome {
    /// Expects a failure that is told on one line, with at most one more of advice, and no result.
    func expectFailure(
        _ wanted: Int, _ text: String, hint wantedHint: String = "", showsFirst: Bool = false,
        at location: SourceLocation = #_sourceLocation
    ) {
        let said: Comment = "status \(status)\n\(output)\n\(errors)"
        #expect(status == wanted, said, sourceLocation: location)
        #expect(output.isEmpty || showsFirst, said, sourceLocation: location)
        #expect(text.isEmpty || error.contains(text), said, sourceLocation: location)
        #expect(wantedHint.isEmpty || hint.contains(wantedHint), said, sourceLocation: location)
        // Above these stand what `ssh-keygen` and the like say of themselves.
        let own = errors.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("error: ") || $0.hasPrefix("hint: ") }
        #expect(own.count <= 2 && own.first?.hasPrefix("error: ") == true, said, sourceLocation: location)
        #expect(!errors.contains("unexpected error"), said, sourceLocation: location)
        let raw = own.joined().unicodeScalars.contains {
            $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x202e
        }
        #expect(!raw, said, sourceLocation: location)
    }
}

extension Scenario {
    /// Lets the repository sign with such a key.
    func configure(key: String) async throws {
        try await repository.git("config", "gpg.format", "ssh")
        try await repository.git("config", "user.signingKey", key)
    }
}

extension Scenario {
    /// The statements of the ledger as it stands.
    func statements() async throws -> any StatementSource {
        try await CurrentLedger.open(try open(), worthwhile: nil).statements
    }

    /// A scenario whose `main` stays at the root, and which stands on a branch `topic` from there.
    static func onTopic() async throws -> Scenario {
        let scenario = try await Scenario()
        try await scenario.git(["switch", "-q", "-c", "topic"], by: scenario.cast.june)
        return scenario
    }

    /// Expects a run to have failed with one line of error and one of advice, and to have left no statement.
    func expectNothingWritten(
        _ outcome: Program.Outcome, _ status: Int, _ error: String, hint: String,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        outcome.expectFailure(status, error, hint: hint, showsFirst: true, at: location)
        #expect(!outcome.hint.isEmpty, "\(outcome.errors)", sourceLocation: location)
        #expect(try open().reference(Ledger.reference) == nil, sourceLocation: location)
    }
}

extension Program {
    /// Runs a decision at the scenarios' own time, and expects it to be made.
    @discardableResult
    func decides(_ arguments: String..., at location: SourceLocation = #_sourceLocation) async throws -> Outcome {
        let outcome = try await run(arguments + ["--as-of", Scenario.day.rfc3339])
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)", sourceLocation: location)
        return outcome
    }
}

extension Scenario {
    /// A script to be `gpg.ssh.program`, or `SSH_ASKPASS`, or the like; gives its path.
    func script(_ script: String) throws -> String {
        let path = try TestRepository.temporaryDirectory() + "/script"
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }
}

/// The text of a file.
func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}
