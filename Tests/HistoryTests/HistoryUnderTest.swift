import CountersignApprovals
import CountersignGit
import CountersignHistory
import CountersignObjects
import CountersignPolicy
import CountersignVerifier
import TestRepositories

/// A random history in a repository, for the verifier and for the plain reading.
final class HistoryUnderTest {
    let random: RandomHistory
    let files: TestRepository
    let repository: Repository
    let graph: PlainGraph
    private let memory = Memory()
    private var lastIndex: (lineCount: Int, index: StatementIndex)?

    /// Grows a history by so many steps and stores it.
    init(seed: UInt64, steps: Int) async throws {
        var random = RandomHistory(seed: seed)
        for _ in 0..<steps { random.step() }
        self.random = random
        files = try await TestRepository()
        try await files.gitBytes(["index-pack", "--stdin"], input: random.store.pack())
        repository = try Repository.open(at: files.path)
        graph = PlainGraph(
            commits: random.commits, policies: random.policies,
            cleanMerges: try await Self.cleanMerges(of: random, in: files))
    }

    /// "its tree what git's own merge of the two gives without conflict" (POLICY.md), asked of git itself.
    private static func cleanMerges(
        of random: RandomHistory, in files: TestRepository
    ) async throws -> Set<ObjectID> {
        var clean: Set<ObjectID> = []
        for commit in random.commits.values where commit.parents.count == 2 {
            let merged = try? await files.git(
                ["merge-tree", "--write-tree", "--allow-unrelated-histories"] + commit.parents.map(\.hex))
            if let merged, merged == (try await files.git("rev-parse", "\(commit.id)^{tree}")) {
                clean.insert(commit.id)
            }
        }
        return clean
    }

    /// What the verifier sees from these tips.
    func history(_ tips: [ObjectID]) async throws -> any History {
        RememberingHistory(try await RepositoryHistory(repository: repository, tips: tips), memory)
    }

    /// The ledger's first lines as the verifier reads them.
    func index(_ lineCount: Int) -> StatementIndex {
        if let lastIndex, lastIndex.lineCount == lineCount { return lastIndex.index }
        let index = StatementIndex(lines: random.lines.prefix(lineCount).map { ($0.place, $0.bytes) })
        lastIndex = (lineCount, index)
        return index
    }

    /// The verifier over what these tips reach, with the ledger's first lines.
    func verifier(_ tips: [ObjectID], lineCount: Int, now: Int64) async throws -> Verifier {
        Verifier(
            history: try await history(tips), statements: index(lineCount), now: Timestamp(seconds: now),
            target: "refs/heads/main")
    }

    /// The plain reading of everything at a moment.
    func reading(lineCount: Int, now: Int64) -> PlainReading {
        PlainReading(
            graph: graph, statements: random.statements(lineCount), now: now, target: "refs/heads/main")
    }
}

/// What is the same in every history of one repository: policies and merges, which take a process of git's each.
private final class Memory {
    var policies: [ObjectID: Result<Policy, PolicyUnreadable>] = [:]
    var merges: [ObjectID: MergeRecomputation] = [:]
}

/// The repository's own facts, with a memory that outlives a history of a few tips.
private final class RememberingHistory: History {
    private let history: RepositoryHistory
    private let memory: Memory

    init(_ history: RepositoryHistory, _ memory: Memory) {
        (self.history, self.memory) = (history, memory)
    }

    var graph: CommitGraph { history.graph }
    var shallowBoundary: Set<ObjectID> { history.shallowBoundary }
    var flagged: CommitSet { history.flagged }

    func isAtHand(_ commit: ObjectID) throws -> Bool { try history.isAtHand(commit) }
    func isUnremarkable(_ commit: CommitGraph.Position) -> Bool { history.isUnremarkable(commit) }
    func facts(of commit: ObjectID) throws -> CommitFacts { try history.facts(of: commit) }
    func changes(of commit: ObjectID) throws -> [TreeChange] { try history.changes(of: commit) }
    func changeDigest(of commit: ObjectID) throws -> Digest256? { try history.changeDigest(of: commit) }

    /// Each is found when it is asked for.
    func changeDigestsAhead(of commits: [ObjectID]) {}
    func policyEntry(of commit: ObjectID) throws -> PolicyEntry { try history.policyEntry(of: commit) }

    func changes(from base: ObjectID, to head: ObjectID) throws -> [TreeChange] {
        try history.changes(from: base, to: head)
    }

    func entry(at path: [UInt8], of commit: ObjectID) throws -> (mode: UInt32, id: ObjectID)? {
        try history.entry(at: path, of: commit)
    }

    func commitsTouchingPolicy(
        from root: CommitGraph.Position, to tip: CommitGraph.Position
    ) async throws -> CommitSet {
        try await history.commitsTouchingPolicy(from: root, to: tip)
    }

    /// Each is remembered when it is asked for.
    func recomputeAhead(_ merges: [ObjectID]) {}

    func recomputed(_ merge: ObjectID) async throws -> MergeRecomputation {
        if let known = memory.merges[merge] { return known }
        let result = try await history.recomputed(merge)
        memory.merges[merge] = result
        return result
    }

    func policy(in tree: ObjectID) async throws -> Policy {
        if let known = memory.policies[tree] { return try known.get() }
        do {
            let policy = try await history.policy(in: tree)
            memory.policies[tree] = .success(policy)
            return policy
        } catch let error as PolicyUnreadable {
            memory.policies[tree] = .failure(error)
            throw error
        }
    }
}
