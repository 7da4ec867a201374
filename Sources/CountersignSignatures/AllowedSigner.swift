public import CountersignObjects

/// One line of an allowed signers file: who may sign with which key, for what, and when.
public struct AllowedSigner: Hashable, Sendable {
    /// The patterns of the first field as written, at least one and none empty.
    public let principals: [String]
    /// Whether the key is an authority's, which vouches for certificates and signs nothing itself.
    public let isCertAuthority: Bool
    /// The patterns of `namespaces="…"`; nil when the line has none, empty when it permits nothing.
    public let namespaces: [String]?
    /// The first moment at which the key may sign; nil for any.
    public let validAfter: Timestamp?
    /// The last moment at which the key may sign; nil for any.
    public let validBefore: Timestamp?
    /// The key.
    public let key: SSHPublicKey
    /// The line's number in the file, from 1.
    public let line: Int

    /// Whether the first field covers this person, by OpenSSH's patterns; case matters.
    public func names(principal: String) -> Bool { PatternList(principals).matches(principal) }

    /// Whether the key may sign for this purpose, by OpenSSH's patterns; without `namespaces` it may for any.
    public func permits(namespace: String) -> Bool {
        namespaces.map { PatternList($0).matches(namespace) } ?? true
    }

    /// Whether the key may sign at this moment; both bounds belong to the time, as in OpenSSH.
    public func isValid(at time: Timestamp) -> Bool {
        (validAfter.map { $0 <= time } ?? true) && (validBefore.map { time <= $0 } ?? true)
    }
}
