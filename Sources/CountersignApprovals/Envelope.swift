/// A payload with one signature: DSSE on one line.
///
/// Every value of this type can be written and read back.
public struct Envelope: Hashable, Sendable {
    /// The only `payloadType` there is.
    public static let payloadType = "application/vnd.in-toto+json"

    /// The signed bytes, exactly as they came.
    public let payload: [UInt8]
    /// A hint at the signing key, printable ASCII; anybody can change it, so never trust it.
    public let keyid: String
    /// The signature: an SSHSIG blob or a binary OpenPGP detached signature.
    public let signature: [UInt8]
    /// SHA-256 of the payload: what names a statement.
    ///
    /// Two lines with the same payload count once.
    public let payloadDigest: Digest256

    /// Which program made a signature, by its first bytes.
    public enum SignatureKind: Hashable, Sendable {
        /// Starts with `SSHSIG`.
        case ssh
        /// Anything else, to be read as OpenPGP.
        case openPGP
    }

    /// Puts payload and signature together.
    ///
    /// - Throws: `UnreadableReason` when the payload is over `Statement.payloadLimit` or the `keyid` has anything but
    ///   printable ASCII without `"` and `\`. Whether the payload is a statement is not looked at.
    public init(payload: [UInt8], keyid: String, signature: [UInt8]) throws(UnreadableReason) {
        guard payload.count <= Statement.payloadLimit else {
            throw UnreadableReason(.payloadTooLarge, "payload is longer than \(Statement.payloadLimit) bytes")
        }
        guard keyid.utf8.allSatisfy(Self.isPlain) else {
            throw UnreadableReason(.keyID, "keyid is not plain ASCII: \(OneLine.quoted(keyid))")
        }
        (self.payload, self.keyid, self.signature) = (payload, keyid, signature)
        payloadDigest = Digest256(hashing: payload)
    }

    /// Printable ASCII that JSON writes as it is.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// How the signature is to be verified.
    public var signatureKind: SignatureKind { signature.starts(with: Array("SSHSIG".utf8)) ? .ssh : .openPGP }

    /// The bytes that the signature is over.
    ///
    /// Source: DSSE's protocol, version 1: `DSSEv1`, then length (in bytes, decimal) and text of payload type and
    /// payload, all parted by one space.
    public var preAuthenticationEncoding: [UInt8] {
        let head = "DSSEv1 \(Self.payloadType.utf8.count) \(Self.payloadType) \(payload.count) "
        return Array(head.utf8) + payload
    }
}
