public import CountersignApprovals
public import CountersignGit
public import CountersignMarkers
public import CountersignObjects
public import CountersignPolicy
public import CountersignVerifier

/// The facts of a repository as the verifier asks for them.
///
/// Each commit is read once while history is walked: its parents go into the graph, and its facts are held for a while
/// where there is something to say of it. What is asked for later is read again.
public final class RepositoryHistory: History {
    /// All commits that the tips reach.
    public let graph: CommitGraph
    /// Those of them that carry a marker.
    public let flagged: CommitSet
    /// Where history was cut short by a shallow clone.
    public let shallowBoundary: Set<ObjectID>

    /// Is told of work that takes long: how many more things of a kind were done, and nil at the end.
    public var onWork: (HistoryWork, Int?) -> Void = { _, _ in }

    private let repository: Repository
    private let markers: MarkerTable
    private let aiNotes: GitAINotes
    private let policies: PolicyReader
    private let keepsResults: Bool
    private let merges: CleanMerges
    private let remarkable: CommitSet
    private var recent: RecentFacts
    private var trees: CommitTrees
    private lazy var digests = ChangeDigestCache(keepsResults ? repository : nil)
    private var entries: [ObjectID: PolicyEntry] = [:]

    /// Walks everything that `tips` reach.
    ///
    /// - Parameters:
    ///   - tips: where to begin.
    ///   - lasting: tips whose history is sure to stay in the repository; what is read of that is kept for later runs.
    ///     In a hook that is what the refs held before the push; nil stands for all tips, and none of them for no cache.
    ///   - onCommits: is told of commits that were read, how many.
    /// - Throws: `GitError` for anything that can't be read; a missing object never ends a walk quietly.
    public init(
        repository: Repository, tips: [ObjectID], lasting: [ObjectID]? = nil, markers: MarkerTable = .builtIn,
        onCommits: (Int) -> Void = { _ in }
    ) async throws {
        let aiNotes = try GitAINotes.read(repository)
        self.repository = repository
        self.markers = markers
        self.aiNotes = aiNotes
        let lasting = lasting ?? tips
        policies = PolicyReader(repository: repository, keepsListings: !lasting.isEmpty)
        let reading = try await HistoryReading(
            repository, tips: tips,
            cache: lasting.isEmpty ? nil : CommitCache(repository, markers: MarkerTable.version),
            facts: { try Self.facts($0, $1, markers: markers) }, onCommits: onCommits)
        graph = reading.graph
        (shallowBoundary, trees) = (reading.boundary, reading.trees)
        // What a shallow clone lacks may come later.
        keepsResults = !lasting.isEmpty && reading.boundary.isEmpty
        merges = CleanMerges(
            repository: repository, questions: MergeQuestions(graph: graph, shallowBoundary: shallowBoundary),
            keepsResults: keepsResults)
        var (remarkable, flagged, recent) = (reading.remarkable, reading.flagged, reading.recent)
        // A note can come at any time, so what it says is found again in each run.
        for id in aiNotes.annotated {
            guard let position = graph.position(of: id) else { continue }
            let notes = try aiNotes.notes(on: id, in: repository)
            let facts = try repository.commitBytes(id) { try Self.facts(id, $0, markers: markers, aiNotes: notes) }
            guard facts.isRemarkable else { continue }
            recent.hold(facts)
            _ = remarkable.insert(position)
            if facts.flagging.state == .ai { _ = flagged.insert(position) }
        }
        self.flagged = flagged
        self.remarkable = remarkable
        self.recent = recent
        reading.keep(whatIsBelow: lasting)
    }

    private static func facts(
        _ id: ObjectID, _ bytes: UnsafeRawBufferPointer, markers: MarkerTable, aiNotes: [[UInt8]] = []
    ) throws -> CommitFacts {
        let commit = try CommitObject.parse(id: id, bytes: bytes)
        let flagging = markers.flagging(
            author: commit.author, committer: commit.committer, message: commit.message, encoding: commit.encoding,
            gitAINotes: aiNotes)
        return CommitFacts(commit: commit, flagging: flagging)
    }

    /// How many commits one commit has that another has not.
    public func commitCount(of base: ObjectID, _ head: ObjectID) -> Int {
        guard let base = graph.position(of: base), let head = graph.position(of: head) else { return 0 }
        return graph.range(from: CollectionOfOne(base), to: head).count
    }

    /// Whether the object is in the repository, reachable or not.
    ///
    /// Throws `GitError`.
    public func isAtHand(_ commit: ObjectID) throws -> Bool {
        // What a commit at the boundary changes can't be told: its parents are not there.
        if shallowBoundary.contains(commit) { return false }
        if graph.position(of: commit) != nil { return true }
        return try repository.objectKind(commit) == .commit
    }

    /// Whether reading the commit found nothing to keep.
    public func isUnremarkable(_ position: CommitGraph.Position) -> Bool {
        !remarkable.contains(position)
    }

    /// The facts of a commit, kept or read again.
    ///
    /// Throws `GitError` and `CommitParseError`.
    public func facts(of commit: ObjectID) throws -> CommitFacts {
        if let facts = recent[commit] { return facts }
        let notes = try aiNotes.notes(on: commit, in: repository)
        let facts = try repository.commitBytes(commit) { try Self.facts(commit, $0, markers: markers, aiNotes: notes) }
        recent.hold(facts)
        return facts
    }

    /// The tree of a commit, which takes no look at its message.
    private func tree(of commit: ObjectID) throws -> ObjectID {
        if let facts = recent[commit] { return facts.commit.tree }
        return try repository.treeOfCommit(commit)
    }

    /// What the commit changes against its first parent.
    ///
    /// Throws as ``facts(of:)``.
    public func changes(of commit: ObjectID) throws -> [TreeChange] {
        try repository.changes(of: facts(of: commit).commit, cutOffAt: shallowBoundary, tree)
    }

    /// The digest of that, found now or in an earlier run; nil for a commit that changes nothing.
    ///
    /// Throws as ``facts(of:)``.
    public func changeDigest(of commit: ObjectID) throws -> Digest256? {
        if let known = digests.digest(of: commit) { return known }
        let digest = ChangeDigest.compute(try changes(of: commit))
        digests.keep(digest, of: commit)
        return digest
    }

    /// Finds the digests of many commits on all of the processor's cores.
    ///
    /// Throws as ``facts(of:)``.
    public func changeDigestsAhead(of commits: [ObjectID]) async throws {
        let wanted = commits.filter { digests.digest(of: $0) == nil }
        defer { onWork(.changes, nil) }
        let told: (Int) -> Void = { [onWork] in onWork(.changes, $0) }
        let found = try await repository.onAllCores(wanted, onShare: told) { [shallowBoundary] repository, commit in
            let object = try repository.commitBytes(commit) { try CommitObject.parse(id: commit, bytes: $0) }
            return ChangeDigest.compute(
                try repository.changes(of: object, cutOffAt: shallowBoundary, repository.treeOfCommit))
        }
        for (commit, digest) in zip(wanted, found) { digests.keep(digest, of: commit) }
    }

    /// What turns one commit's tree into another's.
    ///
    /// Throws as ``facts(of:)``.
    public func changes(from base: ObjectID, to head: ObjectID) throws -> [TreeChange] {
        try repository.changes(from: try tree(of: base), to: try tree(of: head))
    }

    /// What stands at a path in a commit's tree.
    ///
    /// Throws as ``facts(of:)``.
    public func entry(at path: [UInt8], of commit: ObjectID) throws -> (mode: UInt32, id: ObjectID)? {
        var tree = try tree(of: commit)
        var names = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)[...]
        while let name = names.popFirst() {
            guard let entry = try repository.tree(tree).first(where: { $0.name == name }) else { return nil }
            if names.isEmpty { return (entry.mode, entry.id) }
            guard entry.isDirectory else { return nil }
            tree = entry.id
        }
        return nil
    }

    /// What stands at `.countersign` in a commit's tree.
    ///
    /// Throws as ``facts(of:)``.
    public func policyEntry(of commit: ObjectID) throws -> PolicyEntry {
        if let known = entries[commit] { return known }
        let tree = try tree(of: commit)
        let entry = try repository.policyEntry(in: tree)
        entries[commit] = entry
        return entry
    }

    /// The commits that may change the policy, as the trees of all of them tell it, in this run or an earlier one.
    ///
    /// Throws as ``facts(of:)``.
    public func commitsTouchingPolicy(
        from root: CommitGraph.Position, to tip: CommitGraph.Position
    ) async throws -> CommitSet {
        let cache = keepsResults ? PolicyTouchCache(repository) : nil
        // They are asked for once, and many.
        defer { trees = CommitTrees() }
        defer { onWork(.policies, nil) }
        return try await PolicyTouches(graph: graph, cache: cache) { [repository, graph, trees, onWork] positions in
            let numbers = PolicyEntryNumbers()
            let told: (Int) -> Void = { onWork(.policies, $0) }
            return try await repository.onAllCores(positions, onShare: told) { repository, position in
                let tree = try trees[position] ?? repository.treeOfCommit(graph.ids[position])
                return numbers.number(of: try repository.policyEntry(in: tree))
            }
        }.find(from: root, to: tip)
    }

    /// Finds out about merges that will be asked about; where git is needed, several processes at once.
    ///
    /// Throws as ``recomputed(_:)``.
    public func recomputeAhead(_ wanted: [ObjectID]) async throws {
        defer { onWork(.merges, nil) }
        try await merges.resolve(wanted) { onWork(.merges, $0) }
    }

    /// What the merge's parents come to when merged again.
    ///
    /// Throws as ``facts(of:)``, and `GitCommandError`.
    public func recomputed(_ merge: ObjectID) async throws -> MergeRecomputation {
        try await merges.result(of: merge)
    }

    /// The policy in a tree.
    ///
    /// Throws `PolicyUnreadable`, and `GitError`.
    public func policy(in tree: ObjectID) async throws -> Policy {
        try await policies.policy(in: tree)
    }
}

extension CommitFacts {
    /// Whether there is anything about the commit that a verdict could rest on, besides who wrote it.
    var isRemarkable: Bool {
        flagging.state != .unmarked || commit.defect != nil || !flagging.warnings.isEmpty
    }
}
