import CountersignApprovals
import CountersignGit
import CountersignSignatures
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Makes signatures by calling `ssh-keygen -Y sign`, as git does: so agents, FIDO keys and passphrases all work.
struct Signer {
    /// The key that signs.
    let key: SigningKey
    /// Its public half.
    let publicKey: SSHPublicKey
    /// The same as a line of `allowed_signers` has it: the type, and the key in base64.
    var publicKeyText: String { "\(publicKey.type) \(Data(publicKey.blob).base64EncodedString())" }

    /// Reads the public half, from the file beside a private key or from the key itself.
    static func make(_ key: SigningKey) async throws -> Signer {
        switch key.location {
        case .literal(let text): return Signer(key: key, publicKey: try publicKey(text, from: text))
        case .file(let path):
            let beside = path.hasSuffix(".pub") ? path : path + ".pub"
            if let text = try? FileContent.read(beside), let found = try? publicKey(text, from: beside) {
                return Signer(key: key, publicKey: found)
            }
            let output = try await GitCommand.interactive(key.program, ["-y", "-f", path])
            guard output.status == 0 else {
                throw Failure("can't read the signing key \(path)", advice: "git config user.signingKey PATH-TO-KEY")
            }
            return Signer(key: key, publicKey: try publicKey(output.firstLine, from: path))
        }
    }

    private static func publicKey(_ text: String, from source: String) throws(Failure) -> SSHPublicKey {
        do throws(SSHSignatureError) {
            return try SSHPublicKey(authorizedKeysForm: text.split(separator: "\n").first.map(String.init) ?? "")
        } catch {
            throw Failure("\(source) is not an SSH public key: \(error.description)")
        }
    }

    /// What `gpg.ssh.program` has to do, for those whose does something else.
    static let expectation = "gpg.ssh.program has to sign as ssh-keygen -Y sign does"

    /// An envelope for the payload, signed in the namespace of approvals.
    func sign(payload: [UInt8]) async throws -> Envelope {
        let unsigned = try Envelope(payload: payload, keyid: publicKey.fingerprint, signature: Array("SSHSIG".utf8))
        let directory = try TemporaryDirectory()
        let message = directory.path + "/payload"
        try FileContent.write(unsigned.preAuthenticationEncoding, to: message)
        // Only OpenSSH's own program is asked to be quiet: stand-ins for it know just what git calls them with.
        var arguments = key.program == SigningKey.openSSH ? ["-q"] : []
        arguments += ["-Y", "sign", "-n", SignatureNamespace.approval, "-f"]
        switch key.location {
        case .file(let path): arguments.append(path)
        case .literal(let text):
            let file = directory.path + "/key"
            try FileContent.write(Array("\(text)\n".utf8), to: file)
            arguments += [file, "-U"]
        }
        let output = try await GitCommand.interactive(key.program, arguments + [message])
        guard output.status == 0 else {
            throw Failure(
                "\(key.program) did not sign (status \(output.status))",
                advice: "git commit -S signs with the same key; ssh-add -l lists what the agent holds")
        }
        guard let armored = try? FileContent.read(message + ".sig") else {
            throw Failure("\(key.program) ended well and wrote no signature", advice: Self.expectation)
        }
        let blob = try SSHSignature.blob(armored: Array(armored.utf8))
        return try Envelope(payload: payload, keyid: publicKey.fingerprint, signature: blob)
    }
}
