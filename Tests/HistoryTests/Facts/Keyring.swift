import CountersignApprovals
import CountersignSignatures
import Crypto
import FoundationEssentials

/// An Ed25519 key inside the test: thousands of signatures without a process for each.
///
/// Source: OpenSSH's PROTOCOL.sshsig, and RFC 8709 for the key's form.
struct SoftwareKey: Sendable {
    private let secret: Data

    /// The key that belongs to a number, the same in every run.
    init(number: KeyNumber) {
        secret = Data(SHA256.hash(data: Data("history test key \(number)".utf8)))
    }

    private func key() throws -> Curve25519.Signing.PrivateKey {
        try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
    }

    private var blob: [UInt8] {
        let point = (try? key().publicKey.rawRepresentation).map(Array.init) ?? []
        return Self.string("ssh-ed25519".utf8) + Self.string(point)
    }

    /// The public key as `allowed_signers` has it.
    var publicText: String { "ssh-ed25519 \(Data(blob).base64EncodedString())" }

    /// `SHA256:…`.
    var fingerprint: String {
        "SHA256:" + Data(SHA256.hash(data: blob)).base64EncodedString().filter { $0 != "=" }
    }

    /// The SSHSIG blob over a message.
    func sign(_ message: [UInt8], namespace: String) throws -> [UInt8] {
        let head = Self.string(namespace.utf8) + Self.string([]) + Self.string("sha512".utf8)
        let magic = Array("SSHSIG".utf8)
        let signed = magic + head + Self.string(SHA512.hash(data: message))
        let signature = Self.string("ssh-ed25519".utf8) + Self.string(try key().signature(for: signed))
        return magic + [0, 0, 0, 1] + Self.string(blob) + head + Self.string(signature)
    }

    /// The lines of a `gpgsig` header, without the indentation of all but the first.
    func armored(_ message: [UInt8]) throws -> [String] {
        let text = Data(try sign(message, namespace: SignatureNamespace.commit)).base64EncodedString()
        var lines: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(70)))
            rest = rest.dropFirst(70)
        }
        return ["-----BEGIN SSH SIGNATURE-----"] + lines + ["-----END SSH SIGNATURE-----"]
    }

    /// The envelope line of a payload.
    func line(_ payload: [UInt8], namespace: String, isGood: Bool) throws -> [UInt8] {
        let unsigned = try Envelope(payload: payload, keyid: fingerprint, signature: [])
        let message = unsigned.preAuthenticationEncoding + (isGood ? [] : [0])
        let signature = try sign(message, namespace: namespace)
        return try Envelope(payload: payload, keyid: fingerprint, signature: signature).line()
    }

    private static func string(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) } + bytes
    }
}

/// The keys of the tests by number.
enum Keyring {
    private static let keys = (0..<16).map(SoftwareKey.init)

    static func key(_ number: KeyNumber) -> SoftwareKey { keys[number] }
}
