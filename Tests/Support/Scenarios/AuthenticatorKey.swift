import CountersignApprovals
import CountersignSignatures
import Crypto
import FoundationEssentials

/// A FIDO key in software, for `touch = true`: what it says about being touched is for the test to choose.
///
/// Source: OpenSSH's PROTOCOL.u2f and PROTOCOL.sshsig.
public struct AuthenticatorKey {
    private static let type = "sk-ssh-ed25519@openssh.com"
    private static let application = "ssh:"
    private let key = Curve25519.Signing.PrivateKey()

    /// Makes a key.
    public init() {}

    /// The public key as `allowed_signers` has it: type and base64.
    public var publicText: String { "\(Self.type) \(Data(blob).base64EncodedString())" }

    private var blob: [UInt8] {
        Self.string(Self.type.utf8) + Self.string(key.publicKey.rawRepresentation) + Self.string(Self.application.utf8)
    }

    /// The envelope line of a statement, signed with or without a touch.
    public func line(_ statement: Statement, touched: Bool) throws -> [UInt8] {
        let payload = statement.payload()
        let unsigned = try Envelope(payload: payload, keyid: "", signature: [])
        let signature = try sign(unsigned.preAuthenticationEncoding, touched: touched)
        return try Envelope(payload: payload, keyid: "", signature: signature).line()
    }

    private func sign(_ message: [UInt8], touched: Bool) throws -> [UInt8] {
        let fields = [Array(SignatureNamespace.approval.utf8), [], Array("sha512".utf8)]
        let body = fields + [Array(SHA512.hash(data: message))]
        let signed = Array("SSHSIG".utf8) + body.flatMap(Self.string)
        let state: [UInt8] = [touched ? 1 : 0, 0, 0, 0, 7]
        let wrapped =
            Array(SHA256.hash(data: Array(Self.application.utf8))) + state + Array(SHA256.hash(data: signed))
        let signature =
            Self.string(Self.type.utf8) + Self.string(try key.signature(for: wrapped)) + state
        return Array("SSHSIG".utf8) + [0, 0, 0, 1] + ([blob] + fields + [signature]).flatMap(Self.string)
    }

    private static func string(_ bytes: some Collection<UInt8>) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) } + Array(bytes)
    }
}
