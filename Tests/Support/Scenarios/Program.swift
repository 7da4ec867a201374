import CountersignObjects
import FoundationEssentials
import Subprocess
import SystemPackage
import TestRepositories

/// The program itself, as built beside the tests, run as a person would run it.
public struct Program: Sendable {
    /// What one run left.
    public struct Outcome: Sendable {
        /// The exit status; negative when a signal ended the run.
        public let status: Int
        /// What it printed as its result.
        public let output: String
        /// What it printed as errors.
        public let errors: String

        /// The line that begins with `error: `, without that; empty when there is none.
        public var error: String { line("error: ") }
        /// The line that begins with `hint: `, without that; empty when there is none.
        public var hint: String { line("hint: ") }

        private func line(_ start: String) -> String {
            let found = errors.split(whereSeparator: \.isNewline).first { $0.hasPrefix(start) }
            return found.map { String($0.dropFirst(start.count)) } ?? ""
        }
    }

    let directory: String
    let environment: [Subprocess.Environment.Key: String]

    /// Runs in a directory, with nothing in the environment but `PATH`, what keeps the tests' machine out, and `more`.
    public init(in directory: String, _ more: [Subprocess.Environment.Key: String] = [:]) {
        self.directory = directory
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        environment = [
            "PATH": Self.products + ":" + path, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
            "GIT_COMMITTER_NAME": "Tester", "GIT_COMMITTER_EMAIL": "tester@example.com",
            "GIT_CEILING_DIRECTORIES": "/",
        ].merging(more) { $1 }
    }

    /// Where the build puts the tests, and the program beside them.
    private static var products: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
    }

    /// Runs `git-countersign` with these arguments.
    public func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

    /// Runs `git-countersign`, or another program that finds it on its path, with these arguments.
    public func run(_ arguments: [String], program: String? = nil) async throws -> Outcome {
        let result = try await Subprocess.run(
            program.map { .name($0) } ?? .path(FilePath(Self.products + "/git-countersign")),
            arguments: Arguments(arguments), environment: .custom(environment),
            workingDirectory: FilePath(directory), input: .none, output: .bytes(limit: 64 << 20),
            error: .bytes(limit: 1 << 20))
        let status: Int =
            switch result.terminationStatus {
            case .exited(let code): Int(code)
            case .signaled(let signal): -Int(signal)
            }
        return Outcome(
            status: status, output: String(decoding: result.standardOutput, as: UTF8.self),
            errors: String(decoding: result.standardError, as: UTF8.self))
    }
}

extension Program {
    /// Runs in a scenario's repository, signing as a person.
    ///
    /// The key comes by the environment, so that several persons may sign at once.
    public init(
        in scenario: Scenario, as signer: Cast.Member, _ more: [Subprocess.Environment.Key: String] = [:]
    ) {
        self.init(in: scenario.repository.path, signingWith: signer.key.file, more)
    }

    /// Runs in a directory, signing with what git would take for `user.signingKey`.
    public init(
        in directory: String, signingWith key: String, _ more: [Subprocess.Environment.Key: String] = [:]
    ) {
        let signing: [Subprocess.Environment.Key: String] = [
            "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "gpg.format", "GIT_CONFIG_VALUE_0": "ssh",
            "GIT_CONFIG_KEY_1": "user.signingKey", "GIT_CONFIG_VALUE_1": key,
        ]
        self.init(in: directory, signing.merging(more) { $1 })
    }

    /// `verify` from the scenario's root, which is pinned.
    public func verify(
        _ scenario: Scenario, _ head: ObjectID, from base: ObjectID? = nil, _ more: String...
    ) async throws -> Outcome {
        try await run(
            ["verify", "--trust-root", scenario.root.hex, "--as-of", Scenario.now.rfc3339] + more
                + ["\((base ?? scenario.root).hex)..\(head.hex)"])
    }
}
