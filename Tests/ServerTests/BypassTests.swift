import Scenarios
import Servers
import TestRepositories
import Testing

@Suite("every way round the gate that goes through a server, tried over the wire", .enabled(if: Transport.areInstalled))
struct BypassTests {
    /// Serves a repository whose main has moved on from the root, and whose release branches are protected too.
    private func attack(_ bypasses: [Bypass]) async throws {
        try await Transport.gitShell.serve { server in
            try await server.repository.git("config", "countersign.protect", "release/*")
            try await server.repository.git("config", "receive.denyDeleteCurrent", "ignore")
            let scene = try await GatedServer(at: server)
            try await scene.june.commit("first", flagged: false)
            try await scene.june.must("push", "-q", "origin", "main")
            try await Bypass.tryAll(bypasses, on: scene)
        }
    }

    @Test("somebody else's name") func identity() async throws { try await attack(IdentityBypasses.all) }

    @Test("approvals that are none") func approvals() async throws { try await attack(ApprovalBypasses.all) }

    @Test("other rules") func policy() async throws { try await attack(PolicyBypasses.all) }

    @Test("another history, another spelling") func history() async throws { try await attack(HistoryBypasses.all) }

    @Test("another name") func names() async throws { try await attack(NameBypasses.all) }

    @Test("settings of the client's do not reach the server, and neither do programs of its choice")
    func settings() async throws {
        try await Transport.gitShell.serve { server in
            let scene = try await GatedServer(at: server)
            try await scene.june.commit("a")
            let variables = [
                "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=core.hooksPath", "GIT_CONFIG_VALUE_0=/dev/null",
                "GIT_QUARANTINE_PATH=", "GIT_DIR=\(scene.june.repository.path)/.git",
            ]
            let send = variables.compactMap { $0.split(separator: "=").first.map { "-o SendEnv=\($0)" } }
            let ssh = try #require(server.access.environment(scene.june.owner)["GIT_SSH_COMMAND"])
            let command = (["env"] + variables + [ssh.replacing("ssh ", with: "ssh \(send.joined(separator: " ")) ")])
                .joined(separator: " ")
            try await scene.june.must("config", "countersign.trustRoot", "main")
            try await scene.june.must("config", "core.hooksPath", "/dev/null")
            let sent = try await scene.june.git(["-c", "core.sshCommand=\(command)", "push", "origin", "main"])
            #expect(sent.status != 0 && sent.errors.contains("✗ missing"), "\(sent.errors)")
            let receive = "env GIT_CONFIG_PARAMETERS=\"'core.hooksPath=/dev/null'\" git-receive-pack"
            let chosen = try await scene.june.git(["push", "--receive-pack=\(receive)", "origin", "main"])
            #expect(chosen.status != 0 && chosen.errors.contains("unrecognized command"), "\(chosen.errors)")
            #expect(try await server.reference("refs/heads/main") == server.root.hex)
        }
    }
}
