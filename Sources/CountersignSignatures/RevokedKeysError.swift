/// Why a file of revoked keys can't be relied on.
public enum RevokedKeysError: Error, Hashable, Sendable {
    /// A KRL that is not in the published form, or has sections that are not known here.
    case list(String)
    /// A line of a plain list that is no key, counted from 1.
    case line(Int, String)
}

extension RevokedKeysError: CustomStringConvertible {
    /// One line of plain ASCII, safe to print whatever the file held.
    public var description: String {
        switch self {
        case .list(let what): "the key revocation list: \(what)"
        case .line(let number, let what): "line \(number): \(what)"
        }
    }
}
