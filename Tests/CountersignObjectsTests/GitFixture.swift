import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A throwaway repository that stock git works in, away from the machine's own configuration.
struct GitFixture {
    let directory: String

    /// Runs `body` with a fresh repository and removes it afterwards.
    static func withRepository(_ body: (GitFixture) async throws -> Void) async throws {
        let made = try await output("mktemp", ["-d"], input: [], directory: nil)
        let fixture = GitFixture(directory: String(decoding: made, as: UTF8.self).trimmingNewline)
        do {
            _ = try await fixture.git("init", "--quiet", ".")
            try await body(fixture)
        } catch {
            _ = try await output("rm", ["-rf", fixture.directory], input: [], directory: nil)
            throw error
        }
        _ = try await output("rm", ["-rf", fixture.directory], input: [], directory: nil)
    }

    /// What `git …` prints; a failure of git fails the test.
    func git(_ arguments: String..., input: [UInt8] = []) async throws -> [UInt8] {
        try await Self.output("git", arguments, input: input, directory: directory)
    }

    /// Stores the bytes as a commit without any check, and gives its name.
    func store(commit bytes: [UInt8]) async throws -> String {
        let name = try await git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", input: bytes)
        return String(decoding: name, as: UTF8.self).trimmingNewline
    }

    static func output(
        _ program: String, _ arguments: [String], input: [UInt8], directory: String?
    ) async throws -> [UInt8] {
        let result = try await run(
            .name(program), arguments: Arguments(arguments),
            environment: .inherit.updating([
                "HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
                "LC_ALL": "C", "TZ": "UTC",
            ]),
            workingDirectory: directory.map { FilePath($0) }, input: .array(input),
            output: .bytes(limit: 16 << 20), error: .bytes(limit: 1 << 20))
        #expect(
            result.terminationStatus.isSuccess,
            "\(program) \(arguments): \(String(decoding: result.standardError, as: UTF8.self))")
        return result.standardOutput
    }
}

extension String {
    var trimmingNewline: String { last == "\n" ? String(dropLast()) : self }
}
