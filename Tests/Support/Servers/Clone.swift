import CountersignObjects
import FoundationEssentials
import Scenarios
import Subprocess
import TestRepositories

/// Somebody's clone of a repository on a server, with the program on the path and her signing key configured.
public struct Clone: Sendable {
    /// The clone.
    public let repository: TestRepository
    /// Whose it is.
    public let owner: Cast.Member
    private let environment: [Subprocess.Environment.Key: String]

    /// Clones from an address, with what options of `git clone` stand before it.
    ///
    /// `environment` is for transports that need more.
    public init(
        _ address: String..., for owner: Cast.Member, environment: [Subprocess.Environment.Key: String] = [:]
    ) async throws {
        let path = try TestRepository.temporaryDirectory() + "/clone"
        let parent = Program(in: "/", environment)
        let outcome = try await parent.run(["clone", "-q"] + address + [path], program: "git")
        guard outcome.status == 0 else { throw TestRepository.Failure(description: outcome.errors) }
        repository = TestRepository(adopting: path)
        self.owner = owner
        self.environment = environment.merging([
            "GIT_AUTHOR_NAME": owner.email, "GIT_AUTHOR_EMAIL": owner.email,
            "GIT_COMMITTER_NAME": owner.email, "GIT_COMMITTER_EMAIL": owner.email,
        ]) { $1 }
        for (key, value) in [("gpg.format", "ssh"), ("user.signingKey", owner.key.file), ("user.email", owner.email)] {
            try await repository.git("config", key, value)
        }
    }

    /// Runs `git countersign` in the clone.
    @discardableResult
    public func countersign(_ arguments: String...) async throws -> Program.Outcome {
        try await Program(in: repository.path, environment).run(arguments)
    }

    /// Runs git in the clone as its owner, whatever comes of it.
    @discardableResult
    public func git(_ arguments: String...) async throws -> Program.Outcome { try await git(arguments) }

    /// The same with an array.
    @discardableResult
    public func git(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program(in: repository.path, environment).run(arguments, program: "git")
    }

    /// Runs git in the clone as its owner; a status that is not zero is an error.
    @discardableResult
    public func must(_ arguments: String...) async throws -> String {
        let outcome = try await Program(in: repository.path, environment).run(arguments, program: "git")
        guard outcome.status == 0 else {
            throw TestRepository.Failure(description: "git \(arguments): \(outcome.errors)")
        }
        return String(outcome.output.dropLast(outcome.output.hasSuffix("\n") ? 1 : 0))
    }

    /// Commits a file as the owner; flagged unless said otherwise.
    @discardableResult
    public func commit(
        _ file: String, _ text: String = "one\n", flagged: Bool = true, signed: Bool = false
    ) async throws -> String {
        try repository.write(file, text)
        try await must("add", "-A")
        let trailer = flagged ? "\n\n\(Scenario.marker)" : ""
        try await must("commit", "-q", signed ? "-S" : "--no-gpg-sign", "-m", "Change \(file)\(trailer)")
        return try await must("rev-parse", "HEAD")
    }

    /// The lines of the ledger here or under another ref, with the object that each hangs on.
    public func ledger(_ reference: String = "refs/notes/countersign") async throws -> Set<String> {
        try await repository.ledgerLines(reference)
    }
}

extension TestRepository {
    /// The lines of a ledger by stock git, with the object that each hangs on; none where there is no such ref.
    public func ledgerLines(_ reference: String = "refs/notes/countersign") async throws -> Set<String> {
        var lines: Set<String> = []
        for row in try await git("notes", "--ref=\(reference)", "list").split(separator: "\n") {
            let ids = row.split(separator: " ").map(String.init)
            for line in try await git("cat-file", "blob", ids[0]).split(separator: "\n") {
                lines.insert("\(ids[1]) \(line)")
            }
        }
        return lines
    }
}
