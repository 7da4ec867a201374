/// One commit of a report.
public struct CommitReport: Encodable, Sendable {
    /// The full id.
    public let id: String
    /// The verdict's code.
    public let verdict: String
    /// Whether that passes.
    public let passes: Bool
    /// One sentence on what the verdict rests on.
    public let reason: String
    /// The next command that would mend it; null where nothing is to mend.
    public let fix: Nullable<String>
    /// The first paragraph of the message, on one line.
    public let subject: String
    /// The committer date.
    public let committedAt: String
    /// When it landed, in an audit; null otherwise.
    public let landedAt: Nullable<String>
    /// Who wrote it.
    public let author: Author
    /// `ai`, `human` or `unmarked`.
    public let state: String
    /// Whether the policy treats it as AI-assisted.
    public let flagged: Bool
    /// The flagged commits that a merge brings in, where they are why it is flagged.
    public let flaggedBy: [String]
    /// What came of merging a merge's parents again; null where no verdict depended on it.
    public let merge: Nullable<String>
    /// The markers found.
    public let markers: [MarkerReport]
    /// What looks like a marker and is none, a line each.
    public let warnings: [String]
    /// The approvals that it takes; null when none.
    public let needs: Nullable<NeedsReport>
    /// Lines added and removed against the first parent, as `git diff --numstat` counts them; null where that was not
    /// looked at.
    public let changedLines: Nullable<Int>
    /// Every statement that speaks of it or hangs on it.
    public let approvals: [ApprovalReport]

    /// The author as the commit names him and as the policy knows him.
    public struct Author: Encodable, Sendable {
        /// The name in the commit.
        public let name: String
        /// The address in the commit.
        public let email: String
        /// The person's primary address; null when the policy knows nobody by that address.
        public let person: Nullable<String>
        /// The person's level.
        public let level: Nullable<String>
        /// Whether it is proven that he wrote it.
        public let proven: Bool
        /// What proves it, or why nothing does.
        public let proof: String
    }

    /// One marker.
    public struct MarkerReport: Encodable, Sendable {
        /// The tool that it names.
        public let tool: String
        /// Where it was found.
        public let kind: String
        /// The text found.
        public let evidence: String
        /// The rule that found it.
        public let rule: String
    }

    /// What approvals it takes.
    public struct NeedsReport: Encodable, Sendable {
        /// By how many persons.
        public let count: Int
        /// Of which level at least.
        public let level: String
        /// By which rules, besides the general one.
        public let rules: [String]
    }

    /// One statement, counted or refused.
    public struct ApprovalReport: Encodable, Sendable {
        /// The reviewer whom it names; null for a line that can't be read.
        public let reviewer: Nullable<String>
        /// What it decides; null for a line that can't be read.
        public let decision: Nullable<String>
        /// `counted` or `refused`.
        public let status: String
        /// The code of the refusal.
        public let reason: Nullable<String>
        /// The refusal in words.
        public let detail: Nullable<String>
        /// When it says it was signed.
        public let signedAt: Nullable<String>
        /// When it came into the ledger, by the date of the notes commit; null where that was not read.
        public let enteredAt: Nullable<String>
        /// The key that signed it.
        public let key: Nullable<String>
        /// The commit that it was given for, when that is another one.
        public let carriedFrom: Nullable<String>
        /// When a waiver ends.
        public let expires: Nullable<String>
        /// The reviewer's words.
        public let comment: Nullable<String>
        /// The digest of its payload, by which it can be revoked.
        public let statement: Nullable<String>
    }
}

/// One change of policy.
public struct PolicyChangeReport: Encodable, Sendable {
    /// The commit that makes it.
    public let commit: String
    /// Its committer date.
    public let committedAt: String
    /// The tree in force before.
    public let from: Nullable<String>
    /// The tree that it becomes; null where that is no directory.
    public let to: Nullable<String>
    /// Whether it takes effect.
    public let effective: Bool
    /// What carries it, or why it has no effect.
    public let reason: String
    /// What differs in meaning, a line each.
    public let differences: [String]
    /// The approvals of this pair of trees.
    public let approvals: [CommitReport.ApprovalReport]
}
