import FoundationEssentials
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A directory for one test in which the real ssh-keygen works.
struct Workshop {
    let directory: String

    /// Runs `body` with a fresh directory and removes it afterwards.
    static func with<Result>(_ body: (Workshop) async throws -> Result) async throws -> Result {
        let made = try await Subprocess.run(.name("mktemp"), arguments: ["-d"], output: .string(limit: 4096))
        let directory = try #require(made.standardOutput.split(separator: "\n").first.map(String.init))
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(Workshop(directory: directory)))
        } catch {
            result = .failure(error)
        }
        _ = try await Subprocess.run(.name("rm"), arguments: ["-rf", directory], output: .discarded)
        return try result.get()
    }

    /// Writes a file that only its owner can read, as ssh-keygen wants private keys.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let path = "\(directory)/\(name)"
        let file = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(bytes) }
        return path
    }

    func read(_ name: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(FilePath("\(directory)/\(name)"), .readOnly)
        return try file.closeAfter {
            try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    /// Runs ssh-keygen; without a time zone in the one of the tests.
    func sshKeygen(
        _ arguments: [String], input: [UInt8] = [], timeZone: String? = "UTC"
    ) async throws -> (succeeded: Bool, output: [UInt8]) {
        // From a file: ssh-keygen may refuse before it has read anything, and a broken pipe would kill the tests.
        let standardInput = try FileDescriptor.open(FilePath(write("input", input)), .readOnly)
        let result = try await Subprocess.run(
            .name("ssh-keygen"), arguments: Arguments(arguments),
            environment: .inherit.updating(["HOME": "/nonexistent", "LC_ALL": "C"])
                .updating(timeZone.map { ["TZ": $0] } ?? [:]),
            workingDirectory: FilePath(directory),
            input: .fileDescriptor(standardInput, closeAfterSpawningProcess: true),
            output: .bytes(limit: 1 << 20), error: .discarded)
        return (result.terminationStatus.isSuccess, result.standardOutput)
    }

    func sign(_ message: [UInt8], with key: Keyring.Key, namespace: String, hash: String = "sha512") async throws
        -> [UInt8]
    {
        let path = try write("key", key.privateKey)
        let signed = try await sshKeygen(
            ["-Y", "sign", "-f", path, "-n", namespace, "-Ohashalg=\(hash)"], input: message)
        #expect(signed.succeeded)
        return signed.output
    }

    /// Whether OpenSSH finds the signature good, whoever made it.
    func openSSHAccepts(armored: [UInt8], message: [UInt8], namespace: String) async throws -> Bool {
        let path = try write("signature", armored)
        return try await sshKeygen(
            ["-Y", "check-novalidate", "-n", namespace, "-s", path], input: message
        ).succeeded
    }

    /// Whether OpenSSH finds the signature good and by a key that the file allows to this principal at this time.
    func openSSHAccepts(
        armored: [UInt8], message: [UInt8], namespace: String, principal: String, allowedSigners: [UInt8],
        at time: String = "20260615120000Z", timeZone: String? = "UTC", revoked: String? = nil
    ) async throws -> Bool {
        let signature = try write("signature", armored)
        let allowed = try write("allowed_signers", allowedSigners)
        return try await sshKeygen(
            [
                "-Y", "verify", "-n", namespace, "-s", signature, "-I", principal, "-f", allowed,
                "-Overify-time=\(time)",
            ] + (revoked.map { ["-r", $0] } ?? []), input: message, timeZone: timeZone
        ).succeeded
    }
}

/// The armour as ssh-keygen writes it.
func armor(_ blob: [UInt8]) -> [UInt8] {
    let text = Array(Data(blob).base64EncodedString().utf8)
    let lines = stride(from: 0, to: text.count, by: 70).map { text[$0..<min($0 + 70, text.count)] }
    return Array("-----BEGIN SSH SIGNATURE-----\n".utf8) + lines.joined(separator: [10])
        + Array("\n-----END SSH SIGNATURE-----\n".utf8)
}

/// What stands in an armour that ssh-keygen made.
func dearmor(_ text: [UInt8]) throws -> [UInt8] {
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("-----") }
    return try Array(#require(Data(base64Encoded: lines.joined())))
}
