import CountersignApprovals
import CountersignGit
import CountersignSignatures
import CountersignVerifier
import FoundationEssentials

/// Makes signatures by calling `ssh-keygen -Y sign`, as git does: so agents, FIDO keys and passphrases all work.
struct SSHSigner: Signer {
    /// What `gpg.ssh.program` has to do, for those whose does something else.
    static let expectation = "gpg.ssh.program has to sign as ssh-keygen -Y sign does"

    private let signingKey: SSHSigningKey
    let key: SignerKey

    /// Reads the public half, from the file beside a private key or from the key itself.
    static func make(_ signingKey: SSHSigningKey) async throws -> SSHSigner {
        switch signingKey.location {
        case .literal(let text): return SSHSigner(signingKey: signingKey, key: try publicKey(text, from: text))
        case .file(let path):
            let beside = path.hasSuffix(".pub") ? path : path + ".pub"
            if let text = try? FileContent.read(beside), let found = try? publicKey(text, from: beside) {
                return SSHSigner(signingKey: signingKey, key: found)
            }
            let output = try await GitCommand.interactive(signingKey.program, ["-y", "-f", path])
            guard output.status == 0 else {
                throw Failure("can't read the signing key \(path)", advice: "git config user.signingKey PATH-TO-KEY")
            }
            return SSHSigner(signingKey: signingKey, key: try publicKey(output.firstLine, from: path))
        }
    }

    /// A key, or the certificate that `ssh-keygen` then puts into the signature.
    private static func publicKey(_ text: String, from source: String) throws(Failure) -> SignerKey {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        do throws(SSHSignatureError) {
            if let certificate = try SSHCertificate(authorizedKeysForm: line) { return .certificate(certificate) }
            return .ssh(try SSHPublicKey(authorizedKeysForm: line))
        } catch {
            throw Failure("\(source) is not an SSH public key: \(error.description)")
        }
    }

    func sign(payload: [UInt8]) async throws -> Envelope {
        let unsigned = try Envelope(payload: payload, keyid: key.fingerprint, signature: Array("SSHSIG".utf8))
        let directory = try TemporaryDirectory()
        let message = directory.path + "/payload"
        try FileContent.write(unsigned.preAuthenticationEncoding, to: message)
        let program = signingKey.program
        // Only OpenSSH's own program is asked to be quiet: stand-ins for it know just what git calls them with.
        var arguments = program == SSHSigningKey.openSSH ? ["-q"] : []
        arguments += ["-Y", "sign", "-n", SignatureNamespace.approval, "-f"]
        switch signingKey.location {
        case .file(let path): arguments.append(path)
        case .literal(let text):
            let file = directory.path + "/key"
            try FileContent.write(Array("\(text)\n".utf8), to: file)
            arguments += [file, "-U"]
        }
        let output = try await GitCommand.interactive(program, arguments + [message])
        guard output.status == 0 else {
            throw Failure(
                "\(program) did not sign (status \(output.status))",
                advice: "git commit -S signs with the same key; ssh-add -l lists what the agent holds")
        }
        guard let armored = try? FileContent.read(message + ".sig") else {
            throw Failure("\(program) ended well and wrote no signature", advice: Self.expectation)
        }
        let blob = try SSHSignature.blob(armored: Array(armored.utf8))
        return try Envelope(payload: payload, keyid: key.fingerprint, signature: blob)
    }
}
