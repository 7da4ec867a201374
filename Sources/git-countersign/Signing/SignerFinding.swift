import CountersignGit

extension Workspace {
    /// The signer that git itself would use, by `gpg.format` (git-config(1); without it OpenPGP).
    ///
    /// - Parameter isListed: which OpenPGP keys to prefer, where git's name for the key fits several.
    func signer(preferring isListed: (String) -> Bool = { _ in true }) async throws -> any Signer {
        let format = settings["gpg.format"] ?? "openpgp"
        switch format {
        case "ssh": return try await SSHSigner.make(try await SSHSigningKey.find(settings))
        case "openpgp": return try await OpenPGPSigner.find(self, preferring: isListed)
        default:
            throw Failure(
                "gpg.format is \(format), and approvals are signed with SSH or OpenPGP keys",
                advice: "git config gpg.format ssh && git config user.signingKey ~/.ssh/id_ed25519.pub")
        }
    }
}

extension Identity {
    /// Name and address, as git hands them to gpg when no key is configured.
    var address: String { "\(name) <\(email)>" }
}
