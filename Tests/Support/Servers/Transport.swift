import FoundationEssentials
import Scenarios
import TestRepositories

/// The servers that the tests push to.
public enum Transport: String, CaseIterable, Sendable {
    /// OpenSSH, with `git-shell` behind it.
    case gitShell = "sshd with git-shell"
    /// lighttpd, with `git http-backend` behind it.
    case http = "git http-backend behind lighttpd"
    /// Gitolite, behind OpenSSH.
    case gitolite = "gitolite behind sshd"

    /// Whether what it takes is installed; where `CI` is set it must be.
    public static var areInstalled: Bool {
        let programs = ["/usr/sbin/sshd", "/usr/sbin/lighttpd", "/usr/bin/gitolite"]
        return ProcessInfo.processInfo.environment["CI"] != nil
            || programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Serves a repository with the policy adopted for as long as the body runs; with the hook, or without.
    public func serve(
        policy: String = Scenario.standardPolicy, gated: Bool = true, body: (BareServer) async throws -> Void
    ) async throws {
        switch self {
        case .gitShell: try await GitShell.serve(try await BareServer(policy: policy, gated: gated), body: body)
        case .http: try await WebServer.serve(try await BareServer(policy: policy, gated: gated), body: body)
        case .gitolite:
            try await Gitolite.serve(try await Scenario(policy: policy)) { server in
                if gated { try await server.gate() }
                try await body(server)
            }
        }
    }
}
