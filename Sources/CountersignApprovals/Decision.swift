/// What a statement decides.
public enum Decision: Hashable, Sendable {
    /// The reviewer lets the commits through.
    case approve
    /// The reviewer holds the commits back until a revoke.
    case reject
    /// The reviewer takes an earlier statement of his own back.
    case revoke
    /// The reviewer lets the commits through for a time, without a review.
    case waive
    /// The signer wrote the change; no approval.
    case authored
    /// A word that this version does not know: shown, never counted.
    case other(String)

    private static let known: [Decision] = [.approve, .reject, .revoke, .waive, .authored]

    /// The decision of a statement's word, compared byte for byte.
    public init(word: String) {
        self = Self.known.first { $0.word.utf8.elementsEqual(word.utf8) } ?? .other(word)
    }

    /// The word as statements write it.
    public var word: String {
        switch self {
        case .approve: "approve"
        case .reject: "reject"
        case .revoke: "revoke"
        case .waive: "waive"
        case .authored: "authored"
        case .other(let word): word
        }
    }
}
