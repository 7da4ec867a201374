internal import CountersignGit
internal import CountersignObjects
internal import CountersignVerifier

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

    /// What is known of the merge, from this run or from an earlier one with the same engine; else what `compute` finds.
    func result(
        of merge: ObjectID, _ compute: () async throws -> MergeRecomputation
    ) async throws -> MergeRecomputation {
        if let result = known[merge] { return result }
        var result = cache?.result(of: merge)
        if let kept = result, try await !isOfThisTime(kept) { result = nil }
        let final: MergeRecomputation
        if let result {
            final = result
        } else {
            final = try await compute()
            cache?.keep(final, of: merge)
        }
        known[merge] = final
        return final
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
    /// no way to have it not do so. `base` is the parents' only merge base; nil where there are several or none.
    ///
    /// A merge that git can't redo, in a clone that lacks objects, is undecided: the verifier then fails closed.
    func recompute(_ merge: CommitObject, base: ObjectID?) async throws -> MergeRecomputation {
        guard merge.parents.count == 2, let ours = merge.parents.first, let theirs = merge.parents.last else {
            return .different(engine: "its number of parents")
        }
        let version = try await version()
        do throws(GitCommandError) {
            let tree = try await repository.mergeTreeCommand.cleanMergeTree(of: ours, and: theirs, base: base)
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
