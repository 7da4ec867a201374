import CountersignGit
import CountersignReports

/// The programs that this one calls.
extension Doctor {
    /// `git merge-tree --write-tree`, by which merges are recomputed, is in git 2.38 and later.
    private static let wantedGit = (2, 38)

    func tools() async throws -> [Finding] {
        let format = workspace.settings["gpg.format"] ?? "openpgp"
        let program = try await signingProgram(format)
        return [try await git(), await signer(program, format)]
    }

    private func git() async throws -> Finding {
        let text = try await MergeTreeCommand.version()
        let numbers = text.split(whereSeparator: { !$0.isNumber }).prefix(2).compactMap { Int($0) }
        guard numbers.count == 2, (numbers[0], numbers[1]) >= Self.wantedGit else {
            return Finding(
                "git", .mend, "\(text): merges can't be recomputed with it, and then need approvals of their own",
                fix: "install git \(Self.wantedGit.0).\(Self.wantedGit.1) or later")
        }
        return Finding("git", .well, text)
    }

    private func signingProgram(_ format: String) async throws -> String {
        let settings = workspace.settings
        if format == "ssh" { return try await settings.path("gpg.ssh.program") ?? SSHSigningKey.openSSH }
        let key = settings["gpg.openpgp.program"] == nil ? "gpg.program" : "gpg.openpgp.program"
        return try await settings.path(key) ?? "gpg"
    }

    /// `ssh-keygen` has no option that tells its version: `ssh`, which comes with it, has.
    private func signer(_ program: String, _ format: String) async -> Finding {
        let isOpenSSH = program == SSHSigningKey.openSSH
        do throws(GitCommandError) {
            // Without arguments that it knows, ssh-keygen says so and ends.
            _ = try await GitCommand.run(program, isOpenSSH ? ["-Y", "none"] : ["--version"])
            let output = try await GitCommand.run(isOpenSSH ? "ssh" : program, [isOpenSSH ? "-V" : "--version"])
            let text = isOpenSSH ? output.standardError : output.firstLine
            let version = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no version told"
            return Finding(program, .well, version)
        } catch .notFound("ssh") {
            return Finding(program, .well, "there, of an unknown version")
        } catch {
            return Finding(
                program, .mend, "\(error.description), and nothing can be signed",
                fix: format == "ssh" ? "install OpenSSH's client, or correct gpg.ssh.program" : "install GnuPG")
        }
    }
}
