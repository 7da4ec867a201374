import FoundationEssentials
import Subprocess
import SystemPackage
import TestRepositories

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A terminal of 80 columns and 24 lines, with a program in it that a test types to: tmux.
public final class TerminalSession: Sendable {
    private let socket: String
    private let server: pid_t

    /// Starts a command for a shell in a scenario's repository, with what `program` would have in its environment.
    ///
    /// When it ends, its exit status stands on the last line of the screen.
    public init(_ command: String, in program: Program) async throws {
        let socket = try TestRepository.temporaryDirectory() + "/tmux"
        let environment = program.environment.merging(["TERM": "screen", "TZ": "UTC"]) { $1 }
        let result = try await Subprocess.run(
            .name("tmux"),
            arguments: Arguments([
                "-S", socket, "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24",
                "\(command); echo \"status $?\"; exec sleep 600",
            ]),
            environment: .custom(environment.merging(["SHELL": "/bin/sh"]) { $1 }),
            workingDirectory: FilePath(program.directory), input: .none, output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw TestRepository.Failure(description: "tmux: \(result.standardError)")
        }
        self.socket = socket
        server = pid_t(try await Self.tmux(socket, ["display-message", "-p", "#{pid}"]).dropLast()) ?? 0
    }

    deinit {
        // A server of its own: nothing else ends with it.
        if server > 1 { kill(server, SIGTERM) }
    }

    /// Presses keys, each as tmux names it.
    public func press(_ keys: String...) async throws {
        try await Self.tmux(socket, ["send-keys"] + keys)
    }

    /// Waits until the last line of the screen begins so, and the screen has another text besides; gives the screen.
    ///
    /// - Throws: `TestRepository.Failure` with the screen as it stood after two minutes or more.
    @discardableResult
    public func wait(for start: String, and text: String = "") async throws -> String {
        var screen = ""
        for _ in 0..<2400 {
            screen = try await self.screen()
            let last = screen.split(separator: "\n").last ?? ""
            if last.hasPrefix(start), text.isEmpty || screen.contains(text) { return screen }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TestRepository.Failure(description: "waited for “\(start)”; the screen has:\n\(screen)")
    }

    /// What stands on the screen, without the blank lines at its end.
    public func screen() async throws -> String {
        let text = try await Self.tmux(socket, ["capture-pane", "-p"])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let end = lines.lastIndex { !$0.isEmpty } ?? -1
        return lines[...max(end, 0)].joined(separator: "\n") + "\n"
    }

    @discardableResult
    private static func tmux(_ socket: String, _ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .name("tmux"), arguments: Arguments(["-S", socket] + arguments), input: .none,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw TestRepository.Failure(description: "tmux \(arguments): \(result.standardError)")
        }
        return result.standardOutput
    }
}
