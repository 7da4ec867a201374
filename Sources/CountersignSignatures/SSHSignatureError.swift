/// Why an SSH key or signature was refused; every case means "do not believe it".
public enum SSHSignatureError: Error, Hashable, Sendable {
    /// The bytes are not in the published form; the text says what is wrong and where.
    case malformed(String)
    /// More bytes than any real signature has; nothing was read.
    case tooLong(limit: Int)
    /// An SSHSIG of another version than 1.
    case unsupportedVersion(UInt32)
    /// A key type, signature algorithm or hash that is not on the list of accepted ones.
    case unsupportedAlgorithm(String)
    /// The signature was made with an algorithm that its own key cannot use.
    case algorithmMismatch(key: String, signature: String)
    /// An OpenSSH certificate of this type where a key must stand, or of a type that is never accepted.
    case certificateNotSupported(String)
    /// A certificate that vouches for nobody who may sign; the text says why.
    case badCertificate(String)
    /// A well-formed key that anybody could forge for, or that is too small or too large.
    case weakKey(String)
    /// Made for another purpose, such as a commit signature offered as an approval.
    case wrongNamespace(expected: String, found: String)
    /// The prepared key that was handed in is not the key that the signature names.
    case wrongKey
    /// Everything is in order but the signature does not fit the message.
    case badSignature
}

extension SSHSignatureError: CustomStringConvertible {
    /// One line of plain ASCII, safe to print whatever the signature held.
    public var description: String {
        switch self {
        case .malformed(let what): "malformed: \(what)"
        case .tooLong(let limit): "longer than \(limit) bytes"
        case .unsupportedVersion(let version): "SSHSIG version \(version), only 1 is known"
        case .unsupportedAlgorithm(let name): "unsupported algorithm \(visible(name))"
        case .algorithmMismatch(let key, let signature):
            "a key of type \(visible(key)) with a signature of type \(visible(signature))"
        case .certificateNotSupported(let type): "a certificate of type \(visible(type)) can't be used here"
        case .badCertificate(let why): "the certificate can't be used: \(why)"
        case .weakKey(let why): "weak key: \(why)"
        case .wrongNamespace(let expected, let found):
            "namespace \(visible(found)) where \(visible(expected)) is needed"
        case .wrongKey: "another key than the one prepared"
        case .badSignature: "the signature does not fit the message"
        }
    }
}

/// Quotes text that others wrote: printable ASCII as it is, all else as `\xNN`, cut after `limit` bytes.
func visible(_ text: String, limit: Int = 64) -> String { visible(text.utf8, limit: limit) }

/// The same for bytes, which need not be text.
func visible(_ bytes: some Collection<UInt8>, limit: Int) -> String {
    let digits = Array("0123456789abcdef".unicodeScalars)
    var shown = String.UnicodeScalarView()
    for byte in bytes.prefix(limit) {
        switch byte {
        case 0x20...0x7e: shown.append(Unicode.Scalar(byte))
        default:
            shown.append(contentsOf: ["\\", "x", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }
    }
    return "\"\(String(shown))\(bytes.count > limit ? "..." : "")\""
}
