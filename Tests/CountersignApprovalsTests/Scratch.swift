import FoundationEssentials
import Subprocess
import Testing

/// A directory of a test's own, in which stock programs run without the user's configuration.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "countersign-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    struct Output {
        let status: Int32
        let bytes: [UInt8]
        let errors: String

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var line: String { String(text.prefix { $0 != "\n" }) }
    }

    private static let environment: [Environment.Key: String?] = [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_DIR": nil, "GIT_WORK_TREE": nil,
        "GIT_INDEX_FILE": nil, "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
        "GIT_AUTHOR_DATE": "2026-01-20T10:00:00Z", "GIT_COMMITTER_DATE": "2026-01-20T10:00:00Z", "TZ": "UTC",
    ]

    /// Runs a program here, whatever its exit status.
    func run(_ program: String, _ arguments: [String], input: [UInt8] = []) async throws -> Output {
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments(["-C", path, program] + arguments),
            environment: .inherit.updating(Self.environment).updating(["HOME": path]),
            input: .array(input), output: .bytes(limit: 1 << 24), error: .string(limit: 1 << 20))
        guard case .exited(let status) = result.terminationStatus else { throw Failure(text: "\(program) was killed") }
        return Output(status: status, bytes: result.standardOutput, errors: result.standardError)
    }

    /// Runs git here; any status but 0 fails the test.
    @discardableResult
    func git(_ arguments: String..., input: [UInt8] = []) async throws -> Output {
        let output = try await run("git", arguments, input: input)
        guard output.status == 0 else { throw Failure(text: "git \(arguments): \(output.errors)") }
        return output
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
    }

    struct Failure: Error, CustomStringConvertible {
        let text: String

        var description: String { text }
    }
}
