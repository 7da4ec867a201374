import FoundationEssentials
import Scenarios
import Subprocess
import TestRepositories

/// A repository that Gitolite serves behind sshd, with a home of its own in place of an account of its own.
enum Gitolite {
    static func serve(_ scenario: Scenario, body: (BareServer) async throws -> Void) async throws {
        let home = try TestRepository.temporaryDirectory()
        let cast = scenario.cast
        let program = Program(in: home, ["HOME": home])
        try await program.must("cp", cast.alice.key.file + ".pub", "alice.pub")
        try await program.must("gitolite", "setup", "-pk", "alice.pub")
        try await SecureShell.serve(keys: home + "/.ssh/authorized_keys", home: home) { shell in
            let address = "ssh://127.0.0.1:\(shell.port)"
            try await administer("\(address)/gitolite-admin", cast, shell.environment(cast.alice))
            let path = home + "/repositories/shop.git"
            try await Program(in: path).must("git", "symbolic-ref", "HEAD", "refs/heads/main")
            let access = Access("\(address)/shop") { shell.environment($0) }
            try await scenario.repository.git(
                ["push", "-q", access.address, "main"],
                environment: shell.environment(cast.alice).mapValues(Optional.some))
            try await body(BareServer(adopting: path, cast: cast, root: scenario.root, access: access))
        }
    }

    /// Adds the people and a repository where all may do everything, as Gitolite's administrators do: by a push.
    private static func administer(
        _ address: String, _ cast: Cast, _ environment: [Subprocess.Environment.Key: String]
    ) async throws {
        let admin = try await Clone(address, for: cast.alice, environment: environment)
        for member in cast.known + [cast.mallory] where member.email != cast.alice.email {
            let name = member.email.prefix { $0 != "@" }
            try admin.repository.write("keydir/\(name).pub", member.key.publicText + "\n")
        }
        let rules = "repo gitolite-admin\n    RW+ = alice\n\nrepo shop\n    RW+ = @all\n"
        try admin.repository.write("conf/gitolite.conf", rules)
        try await admin.must("add", "-A")
        try await admin.must("commit", "-q", "--no-gpg-sign", "-m", "Add the shop")
        try await admin.must("push", "-q", "origin", "HEAD")
    }
}
