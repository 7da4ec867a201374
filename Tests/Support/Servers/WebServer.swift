import FoundationEssentials
import Scenarios
import TestRepositories

/// A repository behind lighttpd and `git http-backend`, with a name and a password for each person.
enum WebServer {
    static func serve(_ server: BareServer, body: (BareServer) async throws -> Void) async throws {
        let home = TestRepository(adopting: try TestRepository.temporaryDirectory())
        let port = try await Daemon.port()
        let backend = try await Program(in: "/").must("git", "--exec-path").split(separator: "\n").first ?? ""
        try home.write("users", (server.cast.known + [server.cast.mallory]).map { "\(name(of: $0)):secret\n" }.joined())
        try home.write("lighttpd.conf", configuration(server, port: port, home: home.path, backend: String(backend)))
        let command = ["/usr/sbin/lighttpd", "-D", "-f", home.path + "/lighttpd.conf"]
        try await Daemon.run(command, port: port, log: home.path + "/log") {
            let access = Access("http://127.0.0.1:\(port)/git/shop.git") { member in
                ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "credential.helper"]
                    .merging(["GIT_CONFIG_VALUE_0": "!printf 'username=\(name(of: member))\\npassword=secret\\n';:"]) {
                        $1
                    }
            }
            try await body(server.reached(by: access))
        }
    }

    private static func name(of member: Cast.Member) -> String {
        String(member.email.prefix { $0 != "@" })
    }

    private static func configuration(_ server: BareServer, port: Int, home: String, backend: String) -> String {
        let root = URL(filePath: server.repository.path).deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return """
            server.modules = ("mod_alias", "mod_setenv", "mod_auth", "mod_authn_file", "mod_cgi")
            server.document-root = "\(home)"
            server.bind = "127.0.0.1"
            server.port = \(port)
            server.upload-dirs = ("\(home)")
            alias.url = ("/git/" => "\(backend)/git-http-backend/")
            auth.backend = "plain"
            auth.backend.plain.userfile = "\(home)/users"
            auth.require = ("/git/" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
            setenv.set-environment = (
                "GIT_PROJECT_ROOT" => "\(root)", "GIT_HTTP_EXPORT_ALL" => "1", "HOME" => "/nonexistent",
                "PATH" => "\(path)", "GIT_CONFIG_GLOBAL" => "/dev/null", "GIT_CONFIG_SYSTEM" => "/dev/null")
            cgi.assign = ("" => "")

            """
    }
}
