import FoundationEssentials
import Subprocess
import SystemPackage
import TestRepositories

/// A throw-away home of GnuPG with keys for the tests; its agent goes with the process's other leftovers.
public struct GnuPG: Sendable {
    /// What one run of gpg left.
    public struct Outcome: Sendable {
        /// Whether it ended with status 0.
        public let succeeded: Bool
        /// What it printed.
        public let output: [UInt8]
        /// What it printed as errors.
        public let errors: String
    }

    /// The directory.
    public let home: String

    /// Makes an empty home.
    public init() async throws {
        home = try TestRepository.temporaryDirectory()
        try await TestKey.tool("chmod", ["700", home])
        // Ends itself when its home is gone, so that no test leaves it running.
        try Data("disable-scdaemon\n".utf8).write(to: URL(filePath: home + "/gpg-agent.conf"))
    }

    /// Ends the agent of this home.
    public func close() async {
        _ = try? await TestKey.tool("gpgconf", ["--homedir", home, "--kill", "gpg-agent"])
    }

    /// Runs gpg in this home, asking nobody anything.
    public func run(_ arguments: [String], input: [UInt8] = [], at time: Int? = nil) async throws -> Outcome {
        let clock = time.map { ["--faked-system-time", "\($0)!"] } ?? []
        let common = ["--homedir", home, "--batch", "--no-tty", "--yes", "--pinentry-mode", "loopback"]
        let file = home + "/input"
        try Data(input).write(to: URL(filePath: file))
        let descriptor = try FileDescriptor.open(FilePath(file), .readOnly)
        let result = try await Subprocess.run(
            .name("gpg"), arguments: Arguments(common + ["--passphrase", ""] + clock + arguments),
            environment: .inherit.updating(["LC_ALL": "C", "HOME": "/nonexistent"]),
            input: .fileDescriptor(descriptor, closeAfterSpawningProcess: true), output: .bytes(limit: 16 << 20),
            error: .string(limit: 1 << 20))
        return Outcome(
            succeeded: result.terminationStatus.isSuccess, output: result.standardOutput,
            errors: result.standardError)
    }

    /// The same; a failure is an error.
    @discardableResult
    public func require(_ arguments: [String], input: [UInt8] = [], at time: Int? = nil) async throws -> [UInt8] {
        let outcome = try await run(arguments, input: input, at: time)
        guard outcome.succeeded else {
            throw TestRepository.Failure(description: "gpg \(arguments.joined(separator: " ")): \(outcome.errors)")
        }
        return outcome.output
    }

    /// Makes a primary key; gives its fingerprint.
    public func key(
        _ user: String, _ algorithm: String = "ed25519", _ usage: String = "sign,cert", expires: String = "never",
        at time: Int? = nil
    ) async throws -> String {
        let before = Set(try await fingerprints())
        try await require(["--quick-generate-key", user, algorithm, usage, expires], at: time)
        guard let new = try await fingerprints().first(where: { !before.contains($0) }) else {
            throw TestRepository.Failure(description: "gpg made no key")
        }
        return new
    }

    /// Adds a subkey; gives its fingerprint.
    public func subkey(
        of primary: String, _ algorithm: String = "ed25519", _ usage: String = "sign", expires: String = "never",
        at time: Int? = nil
    ) async throws -> String {
        let before = Set(try await fingerprints())
        // For a subkey the curve alone would mean encryption.
        let isCurve = algorithm.hasPrefix("nist") || algorithm.hasPrefix("brainpool")
        try await require(
            ["--quick-add-key", primary, algorithm + (isCurve ? "/ecdsa" : ""), usage, expires], at: time)
        guard let new = try await fingerprints().first(where: { !before.contains($0) }) else {
            throw TestRepository.Failure(description: "gpg made no subkey")
        }
        return new
    }

    /// The public key in armour.
    public func exported(_ fingerprint: String) async throws -> [UInt8] {
        try await require(["--armor", "--export", fingerprint])
    }

    /// A detached signature by exactly that key or subkey.
    public func sign(
        _ message: [UInt8], by fingerprint: String, armored: Bool = false, at time: Int? = nil,
        _ options: [String] = []
    ) async throws -> [UInt8] {
        try await require(
            options + (armored ? ["--armor"] : []) + ["--local-user", fingerprint + "!", "--detach-sign"],
            input: message, at: time)
    }

    /// Revokes a primary key with the certificate that gpg made beside it.
    public func revoke(_ fingerprint: String, at time: Int) async throws {
        let file = URL(filePath: home + "/openpgp-revocs.d/\(fingerprint).rev")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try await require(["--import"], input: Array(text.replacing(":-----BEGIN", with: "-----BEGIN").utf8), at: time)
    }

    /// Whether gpg finds the signature good with exactly these public keys, at that time.
    public static func accepts(
        _ signature: [UInt8], of message: [UInt8], keys: [[UInt8]], at time: Int
    ) async throws -> Bool {
        let home = try await GnuPG()
        for key in keys {
            // What gpg can't import is not there for it.
            _ = try await home.run(["--import"], input: key, at: time)
        }
        return try await home.accepts(signature, of: message, at: time)
    }

    /// Whether gpg finds the signature good with the keys that it has, at that time.
    ///
    /// As git does, by the status lines: `GOODSIG` and no other word on the signature, and status 0.
    public func accepts(_ signature: [UInt8], of message: [UInt8], at time: Int) async throws -> Bool {
        let file = home + "/signature"
        try Data(signature).write(to: URL(filePath: file))
        let outcome = try await run(
            ["--status-fd", "1", "--trust-model", "always", "--verify", file, "-"], input: message, at: time)
        let words = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
            .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
        let bad: Set = ["BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG"]
        return outcome.succeeded && words.filter { $0 == "GOODSIG" }.count == 1 && !words.contains(where: bad.contains)
    }

    private func fingerprints() async throws -> [String] {
        String(decoding: try await require(["--with-colons", "--list-keys"]), as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("fpr:") }
            .compactMap {
                $0.split(separator: ":", omittingEmptySubsequences: false).dropFirst(9).first.map(String.init)
            }
    }
}
