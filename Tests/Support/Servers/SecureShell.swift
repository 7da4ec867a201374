import FoundationEssentials
import Scenarios
import Subprocess
import TestRepositories

/// OpenSSH's own server on the loopback, run by whoever runs the tests, for keys of the cast alone.
struct SecureShell: Sendable {
    let port: Int
    private let directory: TestRepository

    /// Serves `keys`, a file of `authorized_keys`, with `home` as the home of whoever logs in.
    static func serve(keys: String, home: String, body: (SecureShell) async throws -> Void) async throws {
        let directory = TestRepository(adopting: try TestRepository.temporaryDirectory())
        let shell = SecureShell(port: try await Daemon.port(), directory: directory)
        let program = Program(in: directory.path)
        try await program.must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "host")
        try directory.write("sshd_config", shell.configuration(keys: keys, home: home))
        // Run as root, sshd wants the directory that its package's service makes for it.
        if FileManager.default.isWritableFile(atPath: "/run") {
            try await program.must("mkdir", "-p", "-m", "755", "/run/sshd")
        }
        // It starts itself again for each connection, and so asks for its full path.
        let command = ["/usr/sbin/sshd", "-D", "-e", "-f", directory.path + "/sshd_config"]
        try await Daemon.run(command, port: shell.port, log: directory.path + "/log") { try await body(shell) }
    }

    /// What git needs to log in as a person.
    func environment(_ member: Cast.Member) -> [Subprocess.Environment.Key: String] {
        let options = [
            "IdentitiesOnly=yes", "UserKnownHostsFile=/dev/null", "StrictHostKeyChecking=no", "LogLevel=ERROR",
            "BatchMode=yes",
        ]
        let flags = options.map { "-o \($0)" }.joined(separator: " ")
        return ["GIT_SSH_COMMAND": "ssh -F none -i '\(member.key.file)' \(flags)"]
    }

    private func configuration(keys: String, home: String) -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(directory.path)/host
            PidFile none
            AuthorizedKeysFile \(keys)
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            MaxStartups 200
            SetEnv "HOME=\(home)" "PATH=\(path)" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null

            """
    }
}

extension Program {
    /// Runs a program; a status that is not zero is an error.
    @discardableResult
    func must(_ program: String, _ arguments: String...) async throws -> String {
        let outcome = try await run(arguments, program: program)
        guard outcome.status == 0 else {
            throw TestRepository.Failure(description: "\(program) \(arguments): \(outcome.errors)\(outcome.output)")
        }
        return outcome.output
    }
}
