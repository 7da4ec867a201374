import FoundationEssentials
import Subprocess
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A git repository in a temporary directory of its own, which goes when the process ends.
public final class TestRepository: Sendable {
    /// A command that failed, with what it printed as errors.
    public struct Failure: Error, CustomStringConvertible {
        /// The command and its errors.
        public let description: String

        /// States what failed.
        public init(description: String) { self.description = description }
    }

    /// The directory; `.git` is below it, unless the repository is bare.
    public let path: String

    /// Makes an empty repository, with more arguments for `git init`.
    public init(_ arguments: String...) async throws {
        path = try Self.temporaryDirectory()
        try await git(["init", "-q", "-b", "main"] + arguments)
    }

    /// Stands for a temporary directory that is there, with or without a repository.
    public init(adopting path: String) {
        self.path = path
    }

    /// Makes a directory, and once gives this process an empty home: libgit2 reads the user's settings.
    public static func temporaryDirectory() throws -> String {
        _ = isolation
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("countersign-test-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        made.withLock { $0.append(url.path) }
        return url.path
    }

    private static let made = Mutex<[String]>([])

    private static let isolation: Void = {
        setenv("HOME", "/nonexistent", 1)
        setenv("XDG_CONFIG_HOME", "/nonexistent", 1)
        atexit { TestRepository.removeAll() }
    }()

    private static func removeAll() {
        for path in made.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }

    /// What every git command gets besides the process's environment.
    public static let environment: [Subprocess.Environment.Key: String?] = [
        "HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_AUTHOR_NAME": "Alice", "GIT_AUTHOR_EMAIL": "alice@example.com",
        "GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_NAME": "Alice",
        "GIT_COMMITTER_EMAIL": "alice@example.com", "GIT_COMMITTER_DATE": "1700000000 +0000", "LC_ALL": "C",
    ]

    /// Runs git in the repository and gives its output's bytes; a status that is not zero is an error.
    @discardableResult
    public func gitBytes(
        _ arguments: [String], input: [UInt8] = [], environment: [Subprocess.Environment.Key: String?] = [:]
    ) async throws -> [UInt8] {
        let configuration = Configuration(
            executable: .name("git"), arguments: Arguments(arguments),
            environment: .inherit.updating(Self.environment).updating(environment), workingDirectory: FilePath(path))
        if input.isEmpty {
            let result = try await Subprocess.run(
                configuration, input: .none, output: .bytes(limit: 256 << 20), error: .string(limit: 1 << 20))
            return try output(of: arguments, result.terminationStatus, result.standardOutput, result.standardError)
        }
        let result = try await Subprocess.run(
            configuration, input: .array(input), output: .bytes(limit: 256 << 20), error: .string(limit: 1 << 20))
        return try output(of: arguments, result.terminationStatus, result.standardOutput, result.standardError)
    }

    private func output(
        of arguments: [String], _ status: TerminationStatus, _ output: [UInt8], _ errors: String
    ) throws -> [UInt8] {
        guard status.isSuccess else {
            throw Failure(description: "git \(arguments.joined(separator: " ")): \(errors)")
        }
        return output
    }

    /// Runs git and gives its output as text without the last line's end.
    @discardableResult
    public func git(
        _ arguments: [String], input: String = "", environment: [Subprocess.Environment.Key: String?] = [:]
    ) async throws -> String {
        let bytes = try await gitBytes(arguments, input: Array(input.utf8), environment: environment)
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// Runs git with these arguments.
    @discardableResult
    public func git(_ arguments: String...) async throws -> String { try await git(arguments) }

    /// Writes a file below the repository's directory, and the directories on the way.
    public func write(_ name: String, _ text: String) throws {
        let url = URL(filePath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// Writes files, commits them, and gives the commit's id.
    @discardableResult
    public func commit(_ message: String, _ files: [String: String] = [:]) async throws -> String {
        for (name, text) in files { try write(name, text) }
        try await git("add", "-A")
        try await git("commit", "-q", "--allow-empty", "-m", message)
        return try await git("rev-parse", "HEAD")
    }

    /// The number of bytes in, and the paths of, all files below the object directory.
    public func objectFiles() throws -> [String: Int] {
        let base = path + (FileManager.default.fileExists(atPath: path + "/.git") ? "/.git/objects" : "/objects")
        var files: [String: Int] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: base) {
            let attributes = try FileManager.default.attributesOfItem(atPath: base + "/" + name)
            if attributes[.type] as? FileAttributeType == .typeRegular {
                files[name] = attributes[.size] as? Int ?? 0
            }
        }
        return files
    }
}
