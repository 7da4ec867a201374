public import CountersignApprovals
public import CountersignMarkers
public import CountersignObjects
public import CountersignPolicy

/// What one commit says of itself, read from its raw bytes and the Git AI note on it.
public struct CommitFacts: Sendable {
    /// The parsed object, with what is malformed about it.
    public let commit: CommitObject
    /// The signs that AI took part, or the declaration that it did not.
    public let flagging: Flagging

    /// States the facts of one commit.
    public init(commit: CommitObject, flagging: Flagging) {
        self.commit = commit
        self.flagging = flagging
    }
}

/// What stands at `.countersign` in the root of a commit's tree.
public enum PolicyEntry: Hashable, Sendable {
    /// Nothing at all.
    case absent
    /// A directory, by its tree's id.
    case tree(ObjectID)
    /// Something that can never be a policy: a file, a link, a submodule, or a name that differs in case.
    /// The text tells which; the bytes tell two such entries apart.
    case irregular(String)

    /// The directory's tree; nil for anything else.
    public var tree: ObjectID? {
        if case .tree(let id) = self { id } else { nil }
    }
}

/// The facts about a repository that verdicts rest on: what the verifier asks, and the edge answers.
///
/// Each answer is about immutable objects, so asking twice gives the same. A missing object is an error, never an
/// empty answer.
public protocol History: AnyObject {
    /// All commits in play and their parents.
    var graph: CommitGraph { get }

    /// Whether the commit is in the repository, reachable or not, with what it takes to tell what it changes.
    func isAtHand(_ commit: ObjectID) throws -> Bool

    /// Whether a commit carries no marker and no declaration and is well formed: so `facts` would add nothing.
    func isUnremarkable(_ commit: CommitGraph.Position) -> Bool

    /// The commits at which a shallow clone cut history short.
    var shallowBoundary: Set<ObjectID> { get }

    /// The commits of the graph that carry a marker.
    var flagged: CommitSet { get }

    /// The facts of one commit at hand.
    func facts(of commit: ObjectID) throws -> CommitFacts

    /// What the commit changes against its first parent, or against the empty tree for a root.
    func changes(of commit: ObjectID) throws -> [TreeChange]

    /// The digest of what the commit changes; nil for one that changes nothing.
    ///
    /// It is found once, however often it is asked for.
    func changeDigest(of commit: ObjectID) throws -> Digest256?

    /// Finds digests that will be asked for, which takes less time for many at once.
    func changeDigestsAhead(of commits: [ObjectID]) async throws

    /// What turns the tree of one commit into that of another.
    func changes(from base: ObjectID, to head: ObjectID) throws -> [TreeChange]

    /// What stands at a path in a commit's tree; nil where there is nothing.
    func entry(at path: [UInt8], of commit: ObjectID) throws -> (mode: UInt32, id: ObjectID)?

    /// What stands at `.countersign` in a commit's tree.
    func policyEntry(of commit: ObjectID) throws -> PolicyEntry

    /// The commits of `root..tip` whose `.countersign` is that of none of their parents: no other changes the policy.
    func commitsTouchingPolicy(
        from root: CommitGraph.Position, to tip: CommitGraph.Position
    ) async throws -> CommitSet

    /// Finds out about merges that will be asked about, which takes less time for many at once.
    func recomputeAhead(_ merges: [ObjectID]) async throws

    /// What the parents of a merge of two come to when they are merged again.
    func recomputed(_ merge: ObjectID) async throws -> MergeRecomputation

    /// The policy that a `.countersign` tree holds; throws `PolicyUnreadable` when it can't be used.
    func policy(in tree: ObjectID) async throws -> Policy
}

/// A policy that can't be used, and why.
public struct PolicyUnreadable: Error, Sendable, CustomStringConvertible {
    /// One line: which file, section and key, what was found and what is allowed there.
    public let description: String

    /// States why the policy can't be used.
    public init(_ description: String) {
        self.description = description
    }
}
