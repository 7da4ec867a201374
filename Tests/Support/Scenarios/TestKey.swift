import CountersignApprovals
import CountersignSignatures
import FoundationEssentials
import Subprocess
import SystemPackage
import TestRepositories

/// An SSH key pair made for the tests by `ssh-keygen`.
public struct TestKey: Sendable {
    /// The private key's file.
    public let file: String
    /// The public key as `allowed_signers` has it: type and base64.
    public let publicText: String
    /// `SHA256:…`.
    public let fingerprint: String

    /// Makes a key pair in a directory of its own.
    public static func make(type: String = "ed25519", bits: Int? = nil) async throws -> TestKey {
        let file = try TestRepository.temporaryDirectory() + "/key"
        let size = bits.map { ["-b", String($0)] } ?? []
        try await tool("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "", "-f", file] + size)
        let line = String(decoding: try Data(contentsOf: URL(filePath: file + ".pub")), as: UTF8.self)
        let publicText =
            line.split(separator: "\n").first.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } ?? ""
        let key = try SSHPublicKey(authorizedKeysForm: publicText)
        return TestKey(file: file, publicText: publicText, fingerprint: key.fingerprint)
    }

    /// The same key with a certificate by an authority, which then goes into each signature (`ssh-keygen -s`).
    public func certified(
        by authority: TestKey, principals: String, validity: String = "always:forever", _ options: [String] = []
    ) async throws -> TestKey {
        let directory = try TestRepository.temporaryDirectory()
        let copy = directory + "/key"
        try await Self.tool("cp", [file, copy])
        try await Self.tool("cp", [file + ".pub", copy + ".pub"])
        let naming = ["-q", "-s", authority.file, "-I", "test", "-n", principals, "-V", validity]
        try await Self.tool("ssh-keygen", naming + options + [copy + ".pub"])
        return TestKey(file: copy + "-cert.pub", publicText: publicText, fingerprint: fingerprint)
    }

    /// Writes a key revocation list of these keys.
    public static func makeRevocationList(_ keys: [TestKey], at path: String) async throws {
        try await tool("ssh-keygen", ["-q", "-k", "-f", path] + keys.map { $0.file + ".pub" })
    }

    /// The SSHSIG blob over a message, made by `ssh-keygen -Y sign`.
    public func sign(_ message: [UInt8], namespace: String = SignatureNamespace.approval) async throws -> [UInt8] {
        try SSHSignature.blob(armored: try await armored(message, namespace: namespace))
    }

    /// The same in its armour, as a commit's header has it.
    public func armored(_ message: [UInt8], namespace: String) async throws -> [UInt8] {
        try await Self.tool("ssh-keygen", ["-q", "-Y", "sign", "-n", namespace, "-f", file], input: message)
    }

    /// The envelope line of a statement, signed with this key.
    public func line(_ statement: Statement, namespace: String = SignatureNamespace.approval) async throws -> [UInt8] {
        try await line(payload: statement.payload(), namespace: namespace)
    }

    /// The envelope line of a payload, signed with this key.
    public func line(payload: [UInt8], namespace: String = SignatureNamespace.approval) async throws -> [UInt8] {
        let unsigned = try Envelope(payload: payload, keyid: fingerprint, signature: Array("SSHSIG".utf8))
        let signature = try await sign(unsigned.preAuthenticationEncoding, namespace: namespace)
        return try Envelope(payload: payload, keyid: fingerprint, signature: signature).line()
    }

    @discardableResult
    static func tool(_ name: String, _ arguments: [String], input: [UInt8] = []) async throws -> [UInt8] {
        let result = try await Subprocess.run(
            .name(name), arguments: Arguments(arguments), environment: .inherit.updating(["SSH_AUTH_SOCK": nil]),
            input: .array(input), output: .bytes(limit: 16 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw TestRepository.Failure(description: "\(name) \(arguments): \(result.standardError)")
        }
        return result.standardOutput
    }
}
