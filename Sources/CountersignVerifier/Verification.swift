public import CountersignObjects

/// Where the verdicts' policy comes from.
public enum PolicyOrigin: Sendable {
    /// Carried forward from a commit pinned outside the repository.
    case pinned(root: ObjectID)
    /// Taken as it stands in the repository at this commit, with nothing pinned: the repository vouches for itself.
    case unpinned(at: ObjectID)
    /// A directory outside the repository.
    case directory(String)

    /// The pinned root; nil where none is.
    public var trustRoot: ObjectID? {
        if case .pinned(let root) = self { root } else { nil }
    }
}

/// What the gate or the audit found.
public struct Verification: Sendable {
    /// Where the range starts; nil in an audit.
    public let base: ObjectID?
    /// The commit that was verified, or the tip that was audited; nil in an audit of every ref.
    public let head: ObjectID?
    /// Where the policy comes from.
    public let origin: PolicyOrigin
    /// The policy in force: at the base for the gate, at the tip for an audit.
    public let policy: PolicyInForce
    /// The judgements that were kept, in the order of history.
    public let judgements: [Judgement]
    /// What all commits together come to, kept or not.
    public let tally: Tally
    /// The changes of policy met, with effect and without.
    public let policyChanges: [PolicyChange]
    /// What a reader must know besides the verdicts, a line each.
    public let remarks: [String]
    /// What an audit found besides the verdicts.
    public let findings: [Finding]
    /// When each statement came into the ledger, where an audit was told.
    public let chronicle: LedgerChronicle

    /// Whether every commit passes.
    public var passes: Bool { tally.failing == 0 }
}

/// Counts over all commits judged.
public struct Tally: Sendable, Hashable {
    /// All commits, those before adoption included.
    public private(set) var commits = 0
    /// Those that the policy treats as AI-assisted.
    public private(set) var flagged = 0
    /// How many got which verdict.
    public private(set) var verdicts: [Verdict: Int] = [:]

    /// Starts at zero.
    public init() {}

    /// How many commits do not pass.
    public var failing: Int { verdicts.reduce(0) { $1.key.passes ? $0 : $0 + $1.value } }

    mutating func count(_ verdict: Verdict, flagged isFlagged: Bool) {
        commits += 1
        if isFlagged { flagged += 1 }
        verdicts[verdict, default: 0] += 1
    }
}
