public import CountersignApprovals
public import CountersignObjects
public import CountersignPolicy

/// One statement as it bears on one commit: counted, or refused and why.
public struct ConsideredStatement: Sendable {
    /// The statement in the ledger; nil for a line that can't be read.
    public let entry: LedgerStatement?
    /// The key that signed it, when that is known.
    public let key: String?
    /// How it speaks of the commit; nil when it does not.
    public let coverage: Coverage?
    /// Why it does not count; nil when it does.
    public let refusal: Refusal?

    /// What it states; nil for a line that can't be read.
    public var statement: Statement? { entry?.statement }
    /// The digest of its payload; nil for a line that can't be read.
    public var digest: Digest256? { entry?.digest }
}

/// What an approval must be to let a commit pass, and how many it takes.
public struct Needs: Sendable, Hashable {
    /// How many different persons must approve; at least 1.
    public let count: Int
    /// The lowest level that they must have.
    public let level: Level
    /// The names of the rules that ask for it, besides the general one.
    public let rules: [String]
}

/// The verdict on one commit, with the facts that it rests on.
///
/// One object, however often it is handed on: an audit has one for each commit that is not clean.
public final class Judgement: Sendable {
    /// What was found.
    let found: Draft
    /// The verdict.
    public let verdict: Verdict
    /// One sentence: what the verdict rests on.
    public let reason: String
    /// The command that would mend it; nil where there is nothing to mend.
    public let fix: String?

    init(_ found: Draft, _ verdict: Verdict, _ reason: String, fix: String?) {
        (self.found, self.verdict, self.reason, self.fix) = (found, verdict, reason, fix)
    }

    /// The facts of the commit.
    public var facts: CommitFacts { found.facts }
    /// Who wrote it; nil where the verdict did not depend on it.
    public var authorship: Authorship? { found.authorship }
    /// Whether the policy treats it as AI-assisted.
    public var isFlagged: Bool { found.isFlagged }
    /// The flagged commits that a merge brings in, where they are why it is flagged.
    public var flaggedByMerging: [ObjectID] { found.flaggedByMerging }
    /// What came of merging its parents again; nil where no verdict depended on it.
    public var recomputed: MergeRecomputation? { found.recomputed }
    /// The approvals that it takes; nil when none.
    public var needs: Needs? { found.needs }
    /// Every statement that speaks of it or hangs on it.
    public var statements: [ConsideredStatement] { found.statements }
    /// When it landed, in an audit: the committer date of the step of the protected branch that brought it in.
    public var landed: Timestamp? { found.landed }
    /// The change of policy that it makes, and whether that takes effect.
    public var policyChange: PolicyChange? { found.change }

    /// The commit's id.
    public var id: ObjectID { found.facts.commit.id }
}
