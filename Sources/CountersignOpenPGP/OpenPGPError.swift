/// Why an OpenPGP signature or key was refused; every case means "do not believe it".
public enum OpenPGPError: Error, Hashable, Sendable {
    /// The bytes are not in the published form, or in a form that has more than one reading.
    case malformed(String)
    /// A hash, algorithm or key size that is not on the list of accepted ones, or a signature of another type.
    case unsupported(String)
    /// None of the keys made it; the text is the key id or fingerprint that it names.
    case unknownKey(String)
    /// The key may not sign data, or its binding to the primary key is not whole.
    case unusableKey(String)
    /// The key had expired, or was not there yet, when the signature was made.
    case keyExpired(String)
    /// The signature has an end, and is past it.
    case signatureExpired
    /// The key, or the primary key that it belongs to, has a revocation.
    case keyRevoked(String)
    /// The signature was made later than now.
    case fromTheFuture
    /// Everything is in order but the signature does not fit the message.
    case badSignature
    /// librnp itself failed; the text names the call and its result.
    case library(String)
}

extension OpenPGPError: CustomStringConvertible {
    /// One line of plain ASCII, safe to print whatever the signature held.
    public var description: String {
        switch self {
        case .malformed(let what): "malformed OpenPGP: \(what)"
        case .unsupported(let what): "OpenPGP: \(what) is not accepted"
        case .unknownKey(let name): "no key \(name) among the policy's OpenPGP keys"
        case .unusableKey(let why): "the OpenPGP key may not sign: \(why)"
        case .keyExpired(let key): "the OpenPGP key \(key) was not valid when it signed"
        case .signatureExpired: "the OpenPGP signature has expired"
        case .keyRevoked(let key): "the OpenPGP key \(key) is revoked"
        case .fromTheFuture: "the OpenPGP signature is of the future"
        case .badSignature: "the OpenPGP signature does not fit"
        case .library(let what): "librnp failed: \(what)"
        }
    }
}
