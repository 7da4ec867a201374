import CountersignApprovals
import CountersignGit
import CountersignOpenPGP
import CountersignVerifier

/// Makes signatures by calling `gpg` just as git does, which asks for the passphrase through the user's own agent.
struct OpenPGPSigner: Signer {
    /// What git calls when nothing else is configured.
    private static let gnuPG = "gpg"

    let key: SignerKey
    /// The primary key's fingerprint.
    let fingerprint: String
    private let program: String
    /// What names the key to the program.
    private let user: String

    /// Finds the key as git does: `user.signingKey`, else whoever commits.
    ///
    /// Where the name fits several keys, the one that is preferred is taken, else the first.
    static func find(_ workspace: Workspace, preferring isListed: (String) -> Bool) async throws -> OpenPGPSigner {
        let settings = workspace.settings
        let programKey = settings["gpg.openpgp.program"] == nil ? "gpg.program" : "gpg.openpgp.program"
        let program = try await settings.path(programKey) ?? gnuPG
        let user: String =
            if let key = settings["user.signingkey"], !key.isEmpty { key } else {
                try await Identity.committer().address
            }
        let candidates = try await primaryKeys(user, program)
        guard let fingerprint = candidates.first(where: isListed) ?? candidates.first else {
            throw Failure(
                "\(program) has no secret key for \(user)",
                advice: "git config user.signingKey FINGERPRINT   (or use an SSH key: git config gpg.format ssh)")
        }
        return OpenPGPSigner(
            key: .openPGP(fingerprint: fingerprint), fingerprint: fingerprint, program: program,
            user: candidates.count == 1 ? user : fingerprint)
    }

    /// The fingerprints of the primary keys that fit the name, from the program's listing (GnuPG's doc/DETAILS).
    private static func primaryKeys(_ user: String, _ program: String) async throws -> [String] {
        let output = try await GitCommand.run(
            program, ["--batch", "--with-colons", "--fingerprint", "--list-secret-keys", "--", user])
        guard output.status == 0 else { return [] }
        var found: [String] = []
        var followsPrimary = false
        for line in String(decoding: output.standardOutput, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.first == "fpr", followsPrimary, fields.count > 9 { found.append(String(fields[9])) }
            // The first fingerprint after the primary key is its own, those after subkeys are theirs.
            if ["sec", "ssb", "fpr"].contains(fields.first) { followsPrimary = fields.first == "sec" }
        }
        return found
    }

    func sign(payload: [UInt8]) async throws -> Envelope {
        let unsigned = try Envelope(payload: payload, keyid: fingerprint, signature: [])
        let output = try await GitCommand.run(
            program, ["--status-fd=2", "-bsau", user], input: unsigned.preAuthenticationEncoding)
        // A program can end well and have signed nothing; git looks for this line too (gpg-interface.c).
        let lines = output.standardError.split(separator: "\n")
        guard output.status == 0, lines.contains(where: { $0.hasPrefix("[GNUPG:] SIG_CREATED ") }) else {
            let said = lines.last { !$0.hasPrefix("[GNUPG:]") }.map { ": \($0)" } ?? ""
            throw Failure("\(program) did not sign (status \(output.status))\(said)")
        }
        let signature = try OpenPGPVerifier.bytes(armored: output.standardOutput)
        return try Envelope(payload: payload, keyid: fingerprint, signature: signature)
    }

    /// The public key in armour, with no more signatures than it needs.
    func exported() async throws -> [UInt8] {
        let output = try await GitCommand.run(
            program, ["--batch", "--armor", "--export-options", "export-minimal", "--export", fingerprint])
        guard output.status == 0, !output.standardOutput.isEmpty else {
            throw Failure("\(program) did not export the key \(fingerprint)")
        }
        return output.standardOutput
    }
}
