public import CountersignObjects
public import CountersignPolicy

/// Where the policy stands in a repository.
public enum PolicyDirectory {
    /// The directory's name in the root of a commit's tree.
    public static let name = ".countersign"
    /// What the path of everything in it starts with.
    static let prefix = Array("\(name)/".utf8)
}

/// A policy, and since when it is in force.
public struct PolicyInForce: Sendable {
    /// The `.countersign` tree; nil for a policy from outside the repository.
    public let tree: ObjectID?
    /// What it says.
    public let policy: Policy
    /// The commit with which it took effect; nil for a policy from outside the repository.
    public let since: ObjectID?

    /// States a policy and since when it is in force.
    public init(tree: ObjectID?, policy: Policy, since: ObjectID?) {
        self.tree = tree
        self.policy = policy
        self.since = since
    }
}

/// A commit that changes `.countersign/`, and whether that takes effect.
public struct PolicyChange: Sendable {
    /// The commit that makes the change.
    public let commit: ObjectID
    /// Its committer date.
    public let time: Timestamp
    /// The tree in force before it.
    public let from: ObjectID?
    /// What the commit makes of it.
    public let to: PolicyEntry
    /// What differs in meaning, a line each; empty where the new policy can't be read.
    public let differences: [String]
    /// Why no approval could give it effect: it can't be read, or its serial is not the next; nil when one could.
    public let defect: String?
    /// Why it has no effect; nil when it has.
    public let refusal: String?
    /// The command that would mend that.
    public let fix: String?
    /// How many different persons have to approve it; nil where nobody could.
    public let needed: Int?
    /// The approvals of this pair of trees, counted or refused.
    public let statements: [ConsideredStatement]
    /// One sentence on what carries it, when it takes effect.
    public let summary: String
}
