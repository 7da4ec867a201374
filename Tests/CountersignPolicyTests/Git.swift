import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Real git, without anybody's settings.
enum Git {
    /// Runs git and gives its standard output; nil when it fails.
    static func run(_ arguments: [String], input: [UInt8] = [], directory: String = "/") async throws -> [UInt8]? {
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(arguments),
            environment: .inherit.updating([
                "HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
                "GIT_DIR": nil, "GIT_INDEX_FILE": nil, "GIT_WORK_TREE": nil, "LC_ALL": "C",
            ]),
            workingDirectory: FilePath(directory), input: .array(input), output: .bytes(limit: 1 << 22),
            error: .discarded)
        return result.terminationStatus.isSuccess ? result.standardOutput : nil
    }

    /// What git reads in a config file with this text; nil when git itself refuses it.
    static func listing(_ text: String) async throws -> [UInt8]? {
        try await run(["config", "--file", "-", "--no-includes", "--list", "-z"], input: Array(text.utf8))
    }

    /// Runs `body` with a fresh repository and removes it afterwards.
    static func withRepository<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let made = try await Subprocess.run(.name("mktemp"), arguments: ["-d"], output: .string(limit: 4096))
        let directory = try #require(made.standardOutput.split(separator: "\n").first.map(String.init))
        let result: Swift.Result<Result, any Error>
        do {
            _ = try #require(try await run(["init", "-q", directory]))
            result = .success(try await body(directory))
        } catch {
            result = .failure(error)
        }
        _ = try await Subprocess.run(.name("rm"), arguments: ["-rf", directory], output: .discarded)
        return try result.get()
    }
}
