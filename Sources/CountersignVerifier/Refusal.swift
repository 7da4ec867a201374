/// Why a statement does not count.
///
/// The raw values are part of every report.
public enum RefusalCode: String, Hashable, Sendable, CaseIterable {
    /// The line, or what it carries, is not in the format.
    case unreadable
    /// The signature does not verify over the payload's bytes.
    case badSignature = "bad-signature"
    /// The signature was made for another purpose, or the key is not listed for this one.
    case wrongNamespace = "wrong-namespace"
    /// The policy lists the key for nobody.
    case unknownKey = "unknown-key"
    /// The policy lists the key for somebody else than the reviewer named.
    case keyNotThisPerson = "key-not-this-person"
    /// The key was not valid, or not yet, when the statement says it was signed.
    case keyExpired = "key-expired"
    /// The policy declares the key compromised.
    case keyRevoked = "key-revoked"
    /// The reviewer's level is too low for this.
    case belowLevel = "below-level"
    /// The reviewer wrote the commit.
    case selfApproval = "self-approval"
    /// The reviewer is named as a co-author of the commit.
    case coAuthor = "co-author"
    /// It hangs on this commit, and signs another.
    case otherCommit = "other-commit"
    /// It was given for another repository.
    case otherRepository = "other-repository"
    /// It was given for another branch, and the policy binds approvals to branches.
    case otherTarget = "other-target"
    /// A change digest that it signs is not that of the commit.
    case badChange = "bad-change"
    /// It claims to be signed in the future.
    case fromTheFuture = "from-the-future"
    /// It was taken back, by its signer or by the policy.
    case revoked
    /// The same change landed before by this statement; landing it again takes a new one.
    case alreadyLanded = "already-landed"
    /// The policy wants a FIDO key that was touched.
    case untouchedKey = "untouched-key"
}

/// A refusal with what a person needs to understand it.
public struct Refusal: Error, Hashable, Sendable {
    /// The reason as a report's code.
    public let code: RefusalCode
    /// One clause that names the key, person or commit it is about.
    public let detail: String

    /// States why a statement does not count.
    public init(_ code: RefusalCode, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}
