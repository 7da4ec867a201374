import Scenarios
import Subprocess
import TestRepositories

/// A server program that runs for as long as a test needs it, on a port of its own on the loopback.
///
/// It is stopped when the test is done, fails, or dies: a shell in between stops it when this process's end of a pipe is
/// closed, however that comes about.
enum Daemon {
    private static let supervise = #""$@" & server=$!; cat >/dev/null; kill "$server" 2>/dev/null; wait "$server""#

    /// Runs `command`, waits until `port` answers, does `body`, and stops it.
    static func run(
        _ command: [String], port: Int, log: String, body: () async throws -> Void
    ) async throws {
        let result = try await Subprocess.run(
            .name("sh"), arguments: Arguments(["-c", "{ \(supervise); } >'\(log)' 2>&1", "sh"] + command),
            environment: .inherit.updating(["HOME": "/nonexistent", "LC_ALL": "C"]), input: .inputWriter,
            output: .discarded, error: .discarded
        ) { execution in
            var failure: (any Error)?
            do {
                try await answers(port, command, log)
                try await body()
            } catch { failure = error }
            try await execution.standardInputWriter.finish()
            return failure
        }
        if let failure = result.closureResult { throw failure }
    }

    /// A port that nobody listens on.
    static func port() async throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 20_000..<30_000)
            if try await !isListening(port) { return port }
        }
        throw TestRepository.Failure(description: "no free port")
    }

    private static func answers(_ port: Int, _ command: [String], _ log: String) async throws {
        for _ in 0..<100 {
            if try await isListening(port) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        let told = try await Program(in: "/").run([log], program: "cat").output
        throw TestRepository.Failure(description: "\(command[0]) does not answer on port \(port): \(told)")
    }

    private static func isListening(_ port: Int) async throws -> Bool {
        let probe = try await Program(in: "/").run(["-c", "exec 3<>/dev/tcp/127.0.0.1/\(port)"], program: "bash")
        return probe.status == 0
    }
}
