import Scenarios
import TestRepositories
import Testing

/// A repository of alice's that adopted what `init` wrote, with june's flagged commit on a branch.
struct AdoptedRepository {
    let git: TestRepository
    let cast: Cast
    let program: Program
    let started: Program.Outcome
    let root: String
    let commit: String

    init() async throws {
        git = try await TestRepository()
        cast = try await Cast.assembled()
        let alice = cast.alice
        for (key, value) in [
            ("user.name", "Alice"), ("user.email", alice.email), ("gpg.format", "ssh"),
            ("user.signingKey", alice.key.file),
        ] {
            try await git.git("config", key, value)
        }
        program = Program(in: git.path)
        started = try await program.run("init", "--repository", "acme/shop")
        try await git.git("config", "-f", ".countersign/policy", "person.\(cast.june.email).level", "junior")
        try await git.git("add", ".countersign")
        try await git.git("commit", "-q", "-S", "-m", "Adopt countersign")
        root = try await git.git("rev-parse", "HEAD")
        try await git.git("config", "countersign.trustRoot", root)
        try await git.git("switch", "-q", "-c", "topic")
        try git.write("retry.conf", "attempts = 3\n")
        try await git.git("add", "-A")
        try await git.git(
            ["commit", "-q", "-m", "Retry\n\n\(Scenario.marker)"],
            environment: ["GIT_AUTHOR_NAME": "June", "GIT_AUTHOR_EMAIL": "june@example.com"])
        commit = try await git.git("rev-parse", "HEAD")
    }

    /// Runs a command that prints a report, and reads it.
    func report(_ arguments: String..., status: Int) async throws -> ReportJSON {
        let outcome = try await program.run(arguments + ["--format", "json"])
        #expect(outcome.status == status, "\(outcome.errors)\(outcome.output)")
        #expect(outcome.errors.isEmpty)
        return try decoded(outcome.output)
    }

    /// Alice's approval, at a time of the test's choice.
    func approve() async throws {
        let outcome = try await program.run("approve", "-m", "fine", "--as-of", Scenario.now.rfc3339, "topic")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
