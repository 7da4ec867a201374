internal import CountersignGit
internal import CountersignObjects
internal import CountersignVerifier
internal import FoundationEssentials

/// Which merges are what git's own merge makes of their parents, each recomputed once (POLICY.md, "A clean merge").
final class CleanMerges {
    private let repository: Repository
    private let keepsResults: Bool
    private lazy var cache = keepsResults ? MergeCache(repository) : nil
    private var known: [ObjectID: MergeRecomputation] = [:]
    private var gitVersion: String?

    /// - Parameter keepsResults: whether answers are taken from earlier runs, and kept for later ones.
    init(repository: Repository, keepsResults: Bool) {
        (self.repository, self.keepsResults) = (repository, keepsResults)
    }

    /// A merge's tree, its two parents, and their only merge base; nil where there are several or none.
    struct Merge: Sendable {
        let tree: ObjectID
        let ours: ObjectID
        let theirs: ObjectID
        let base: ObjectID?
    }

    /// What it takes to know what a merge's parents come to.
    enum Question {
        case settled(MergeRecomputation)
        case ofGit(Merge)
    }

    /// What is known of the merge, from this run or from an earlier one with the same engine; else what is found now.
    func result(
        of merge: ObjectID, _ question: (ObjectID) throws -> Question
    ) async throws -> MergeRecomputation {
        if let known = try await knownResult(of: merge) { return known }
        let result: MergeRecomputation =
            switch try question(merge) {
            case .settled(let result): result
            case .ofGit(let merge):
                try await Self.recompute(merge, repository.mergeTreeCommand, version: try await version())
            }
        keep(result, of: merge)
        return result
    }

    /// Finds out about many merges; of git's processes several run at once.
    func resolve(_ merges: [ObjectID], _ question: (ObjectID) throws -> Question) async throws {
        let command = repository.mergeTreeCommand
        try await withThrowingTaskGroup(of: (ObjectID, MergeRecomputation).self) { group in
            var running = 0
            for merge in merges where try await knownResult(of: merge) == nil {
                switch try question(merge) {
                case .settled(let result): keep(result, of: merge)
                case .ofGit(let content):
                    if running == Self.processes, let (done, result) = try await group.next() {
                        keep(result, of: done)
                        running -= 1
                    }
                    let version = try await version()
                    group.addTask { (merge, try await Self.recompute(content, command, version: version)) }
                    running += 1
                }
            }
            for try await (done, result) in group { keep(result, of: done) }
        }
    }

    private static let processes = max(1, min(8, ProcessInfo.processInfo.activeProcessorCount))

    private func knownResult(of merge: ObjectID) async throws -> MergeRecomputation? {
        if let result = known[merge] { return result }
        guard let kept = cache?.result(of: merge), try await isOfThisTime(kept) else { return nil }
        known[merge] = kept
        return kept
    }

    private func keep(_ result: MergeRecomputation, of merge: ObjectID) {
        known[merge] = result
        cache?.keep(result, of: merge)
    }

    /// Whether the engine that gave an answer is the one that would be asked now.
    private func isOfThisTime(_ result: MergeRecomputation) async throws -> Bool {
        switch result {
        case .clean(PlainMerge.engine): true
        case .clean(let engine), .different(let engine): try await engine == version()
        case .undecided: false
        }
    }

    /// What git itself makes of the parents.
    ///
    /// libgit2's merge is not asked: it heeds the `merge` attributes of whoever runs it, as in `* merge=union`, and there is
    /// no way to have it not do so.
    ///
    /// A merge that git can't redo, in a clone that lacks objects, is undecided: the verifier then fails closed.
    private static func recompute(
        _ merge: Merge, _ command: MergeTreeCommand, version: String
    ) async throws -> MergeRecomputation {
        do throws(GitCommandError) {
            let tree = try await command.cleanMergeTree(of: merge.ours, and: merge.theirs, base: merge.base)
            return tree == merge.tree ? .clean(engine: version) : .different(engine: version)
        } catch .failed(_, _, let message) {
            return .undecided(why: "\(version): \(message)")
        }
    }

    private func version() async throws -> String {
        if let gitVersion { return gitVersion }
        let version = try await MergeTreeCommand.version()
        gitVersion = version
        return version
    }
}
