public import CountersignObjects

/// One decision about commits, as its payload states it: an in-toto Statement v1.
///
/// Nothing here is verified yet. Texts come from outside: compare them byte for byte (`utf8`), since Swift's `==` takes canonically equivalent
/// strings for the same, and escape them before they are shown.
public struct Statement: Equatable, Sendable {
    /// The in-toto type of every statement.
    public static let type = "https://in-toto.io/Statement/v1"
    /// The predicate type of every statement.
    public static let predicateType = "urn:countersign:review:v1"
    /// How many bytes a payload may have.
    public static let payloadLimit = 1 << 20
    /// How many subjects a statement may have.
    public static let subjectLimit = 10_000

    /// The commits it names, in the order it names them.
    public let subjects: [ObjectID]
    /// What it decides.
    public let decision: Decision
    /// The signer's primary e-mail, as he claims it; never empty.
    public let reviewer: String
    /// When it was signed, as the signer claims.
    public let signedAt: Timestamp
    /// The repository it is for, as the policy names it; never empty.
    public let repository: String
    /// The full name of the branch it is for; nil: any.
    public let target: String?
    /// The signed change digests by commit, as they stand in the payload: `change(of:)` keeps to the subjects.
    public let changes: [ObjectID: Digest256]
    /// The range it covers beside its subjects.
    public let range: CommitRange?
    /// The step of the policy that it approves.
    public let policyChange: PolicyChange?
    /// The payload digest of the statement that it takes back; there for a revoke.
    public let revokes: Digest256?
    /// When a waiver ends; there for a waive.
    public let expires: Timestamp?
    /// Free text; there and not blank for a waive.
    public let comment: String?
    /// The subjects as a set, where there are several.
    private let subjectSet: Set<ObjectID>

    /// The commits in `base..head`.
    public struct CommitRange: Hashable, Sendable {
        /// The commit at which the range starts, itself not in it.
        public let base: ObjectID
        /// The last commit of the range.
        public let head: ObjectID
        /// The digest of what a squash of the range would change; nil when it changes nothing.
        public let change: Digest256?

        /// States a range.
        public init(base: ObjectID, head: ObjectID, change: Digest256?) {
            (self.base, self.head, self.change) = (base, head, change)
        }
    }

    /// A step of the policy, by the ids of two `.countersign/` trees.
    public struct PolicyChange: Hashable, Sendable {
        /// The tree in force.
        public let from: ObjectID
        /// The tree that it becomes.
        public let to: ObjectID

        /// States a step.
        public init(from: ObjectID, to: ObjectID) {
            (self.from, self.to) = (from, to)
        }
    }

    /// States a decision.
    ///
    /// What breaks the format's rules is found by `parse(payload:)`: read what was written before it is signed.
    public init(
        subjects: [ObjectID], decision: Decision, reviewer: String, signedAt: Timestamp, repository: String,
        target: String? = nil, changes: [ObjectID: Digest256] = [:], range: CommitRange? = nil,
        policyChange: PolicyChange? = nil, revokes: Digest256? = nil, expires: Timestamp? = nil, comment: String? = nil
    ) {
        (self.subjects, self.decision, self.reviewer) = (subjects, decision, reviewer)
        (self.signedAt, self.repository, self.target) = (signedAt, repository, target)
        (self.changes, self.range, self.policyChange) = (changes, range, policyChange)
        (self.revokes, self.expires, self.comment) = (revokes, expires, comment)
        subjectSet = subjects.count > 1 ? Set(subjects) : []
    }
}

/// What a verifier asks.
extension Statement {
    /// Whether the commit is a subject.
    ///
    /// A range may cover it besides: that takes the history to tell.
    public func names(_ commit: ObjectID) -> Bool {
        subjects.count > 1 ? subjectSet.contains(commit) : subjects.first == commit
    }

    /// The subjects, each once, in no promised order.
    public var distinctSubjects: [ObjectID] { subjects.count > 1 ? Array(subjectSet) : subjects }

    /// The signed digest of a subject's change; nil when it changes nothing or is no subject.
    public func change(of subject: ObjectID) -> Digest256? { names(subject) ? changes[subject] : nil }

    /// The digests of all that it covers as a whole: its subjects' changes and its range's.
    public var coveredChanges: Set<Digest256> {
        var digests = Set(distinctSubjects.compactMap { changes[$0] })
        if let change = range?.change { digests.insert(change) }
        return digests
    }
}
