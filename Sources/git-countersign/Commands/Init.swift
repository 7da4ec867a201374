import ArgumentParser
import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
internal import CountersignOpenPGP
import CountersignPolicy
import CountersignReports
internal import CountersignSignatures
import CountersignVerifier
import FoundationEssentials

/// `init`: the first policy, with oneself as the first trusted person.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a first policy, and have the ledger fetched and shown.",
        discussion: """
            The first trusted person is you, from git's user.name, user.email and signing key. Nothing is committed: \
            the command says what to commit, and which trust root to pin then.
            """)

    @Option(help: ArgumentHelp("The repository's name in every statement.", valueName: "OWNER/NAME"))
    var repository: String?

    func run() async throws {
        let workspace = try await Workspace.open()
        guard let top = try await workspace.workTree() else {
            throw Failure("a bare repository has no work tree to write a policy into", advice: "run it in a clone")
        }
        let directory = top + "/.countersign"
        guard !FileManager.default.fileExists(atPath: directory) else {
            throw Failure(
                "there is a policy already: \(directory)", advice: "git config -f .countersign/policy edits it")
        }
        let name = try await workspace.required("user.name")
        let email = try await workspace.required("user.email")
        let signer = try await workspace.signer()
        let template = try PolicyTemplate(
            email: email, name: name, repository: try repository ?? workspace.repositoryName(top),
            key: signer.key.templateKey)
        var files = [
            ("policy", Array(template.policy.utf8)), (PolicyKeyFiles.signersName, Array(template.allowedSigners.utf8)),
        ]
        if let signer = signer as? OpenPGPSigner {
            files.append((Self.openPGPFile(email), try await Self.checked(signer.exported(), signer.fingerprint)))
        }
        try Self.write(files, into: directory)
        let configured = try await workspace.configureNotes()
        try Terminal.print(Self.farewell(email, signer.key, files.map(\.0), configured))
    }

    private static func write(_ files: [(name: String, bytes: [UInt8])], into directory: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            if files.contains(where: { $0.name.hasPrefix(PolicyKeyFiles.openPGPName) }) {
                let path = "\(directory)/\(PolicyKeyFiles.openPGPName)"
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
        } catch {
            throw Failure("can't make \(directory): \(FileContent.reason(of: error))")
        }
        for (name, bytes) in files { try FileContent.write(bytes, to: "\(directory)/\(name)") }
    }

    /// The person's e-mail as a file name, whatever it holds.
    private static func openPGPFile(_ email: String) -> String {
        let name = email.map { $0.isLetter || $0.isNumber || "@.-_+".contains($0) ? $0 : "_" }
        return "\(PolicyKeyFiles.openPGPName)/\(String(name))\(PolicyKeyFiles.openPGPSuffix)"
    }

    /// A key that could verify nothing is not written into a first policy.
    private static func checked(_ key: [UInt8], _ fingerprint: String) throws(Failure) -> [UInt8] {
        let keyring: OpenPGPKeyring
        do throws(OpenPGPKeyringError) {
            keyring = try OpenPGPKeyring.parse([(fingerprint, key)])
        } catch {
            throw Failure(
                "your OpenPGP key can't be used: \(error.description)", advice: "git config user.signingKey ANOTHER-KEY"
            )
        }
        guard keyring.certificate(fingerprint: fingerprint) != nil else {
            throw Failure("gpg exported another key than \(fingerprint)")
        }
        return key
    }

    private static func farewell(
        _ email: String, _ key: SignerKey, _ files: [String], _ configured: [String]
    ) -> String {
        """
        Wrote \(files.map { ".countersign/\($0)" }.formatted):
          \(email) is the first trusted person, with \(key.fingerprint)
        \(configured.map { "  git config: \($0)\n" }.joined())
        Next:
          git add .countersign && git commit -S -m 'Adopt countersign'
          git config countersign.trustRoot "$(git rev-parse HEAD)"

        That commit is the trust root. Everybody who verifies pins it outside the repository,
        the server and CI first: who pins nothing believes the policy that a branch brings along.
        Approvals travel beside the branches: git countersign sync

        """
    }
}

extension [String] {
    /// `a and b`, `a, b and c`.
    fileprivate var formatted: String {
        guard let last, count > 1 else { return first ?? "" }
        return "\(dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension SignerKey {
    fileprivate var templateKey: PolicyTemplate.Key {
        switch self {
        case .ssh(let key): .ssh(key)
        case .certificate(let certificate): .sshAuthority(certificate.authority)
        case .openPGP(let fingerprint): .openPGP(fingerprint: fingerprint)
        }
    }
}

extension Workspace {
    /// The top of the work tree; nil in a bare repository.
    fileprivate func workTree() async throws -> String? {
        let output = try await GitCommand.run("git", ["rev-parse", "--show-toplevel"])
        return output.status == 0 ? output.firstLine : nil
    }

    fileprivate func required(_ key: String) async throws -> String {
        guard let value = settings[key], !value.isEmpty else {
            throw Failure("\(key) is not set", advice: "git config \(key) VALUE")
        }
        return value
    }

    /// The last two parts of the remote's address, or else the directory's name.
    fileprivate func repositoryName(_ top: String) throws -> String {
        let source = settings["remote.origin.url"] ?? top
        let parts = source.split(whereSeparator: { $0 == "/" || $0 == ":" })
        let isAddress = settings["remote.origin.url"] != nil && parts.count > 1
        let name = parts.suffix(isAddress ? 2 : 1).joined(separator: "/")
        return name.hasSuffix(".git") ? String(name.dropLast(".git".count)) : name
    }

    /// Has the ledger shown by `git log`, and fetched from and pushed to the remote; says what was set.
    ///
    /// The ledger is fetched beside the local one, never over it: a forced fetch would drop approvals not pushed yet.
    fileprivate func configureNotes() async throws -> [String] {
        // Git warns of a name that is not there yet, and not of a pattern.
        var wanted = [("notes.displayRef", Ledger.reference + "*")]
        if settings["remote.origin.url"] != nil {
            wanted.append(("remote.origin.fetch", "+\(Ledger.reference)*:refs/notes/remotes/origin/countersign*"))
        }
        var set: [String] = []
        for (key, value) in wanted where !settings.all(key.lowercased()).contains(value) {
            let output = try await GitCommand.run("git", ["config", "--local", "--add", key, value])
            guard output.status == 0 else { throw Failure("git can't set \(key): \(output.standardError)") }
            set.append("\(key) = \(value)")
        }
        return set
    }
}
