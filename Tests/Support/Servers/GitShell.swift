import Scenarios
import TestRepositories

/// A repository behind sshd, whose users may run git's own server programs and nothing else.
enum GitShell {
    static func serve(_ server: BareServer, body: (BareServer) async throws -> Void) async throws {
        let home = TestRepository(adopting: try TestRepository.temporaryDirectory())
        let people = server.cast.known + [server.cast.mallory]
        let command = #"restrict,command="git-shell -c \"$SSH_ORIGINAL_COMMAND\"""#
        try home.write("authorized_keys", people.map { "\(command) \($0.key.publicText)\n" }.joined())
        try await SecureShell.serve(keys: home.path + "/authorized_keys", home: home.path) { shell in
            let address = "ssh://127.0.0.1:\(shell.port)\(server.repository.path)"
            try await body(server.reached(by: Access(address) { shell.environment($0) }))
        }
    }
}
