import CountersignGit

/// The SSH key that git would sign a commit with, from git's own configuration (git-config(1): `user.signingKey`,
/// `gpg.ssh.defaultKeyCommand`, `gpg.ssh.program`).
struct SSHSigningKey {
    /// Where `ssh-keygen` finds the key.
    enum Location {
        /// A file: a private key, or a public one whose private half the agent holds.
        case file(String)
        /// A public key as text; the agent holds the private half.
        case literal(String)
    }

    let location: Location
    /// The program that signs.
    let program: String

    /// OpenSSH's own program, which git calls when nothing else is configured.
    static let openSSH = "ssh-keygen"

    /// Finds the key as git does.
    static func find(_ settings: Settings) async throws -> SSHSigningKey {
        let program = try await settings.path("gpg.ssh.program") ?? openSSH
        if let configured = settings["user.signingkey"], !configured.isEmpty {
            let location: Location =
                if let literal = Self.literal(configured) { .literal(literal) } else {
                    .file(try await settings.path("user.signingkey") ?? configured)
                }
            return SSHSigningKey(location: location, program: program)
        }
        let location = try await defaultKey(settings)
        return SSHSigningKey(location: location, program: program)
    }

    /// `key::…`, or a public key written out, as git tells them from paths.
    private static func literal(_ text: String) -> String? {
        if text.hasPrefix("key::") { return String(text.dropFirst("key::".count)) }
        return text.hasPrefix("ssh-") ? text : nil
    }

    /// The first key that `gpg.ssh.defaultKeyCommand` prints.
    private static func defaultKey(_ settings: Settings) async throws -> Location {
        guard let command = settings["gpg.ssh.defaultkeycommand"] else {
            throw Failure(
                "no signing key is configured",
                advice: "git config user.signingKey ~/.ssh/id_ed25519.pub   (or set gpg.ssh.defaultKeyCommand)")
        }
        let output = try await GitCommand.run("sh", ["-c", command])
        let key = Self.literal(output.firstLine)
        guard output.status == 0, let key else {
            throw Failure("gpg.ssh.defaultKeyCommand gave no key: \(command)", advice: output.standardError)
        }
        return .literal(key)
    }
}
