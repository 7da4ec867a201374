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
        case .clean(PlainMerge.engine), .clean(Repository.libraryVersion): true
        case .clean(let engine), .different(let engine): try await engine == version()
        case .undecided: false
        }
    }

    /// First libgit2, which is at hand; what it does not confirm, git itself, which has the last word.
    ///
    /// `base` is the parents' only merge base; nil where there are several or none, which only git merges as git does.
    func recompute(_ merge: CommitObject, base: ObjectID?) async throws -> MergeRecomputation {
        guard merge.parents.count == 2, let ours = merge.parents.first, let theirs = merge.parents.last else {
            return .different(engine: "its number of parents")
        }
        return libgit2Confirms(merge, ours, theirs, base: base)
            ? .clean(engine: Repository.libraryVersion) : try await byGit(merge, ours, theirs, base: base)
    }

    /// What libgit2 can't merge, for a missing object or anything else, it does not confirm.
    private func libgit2Confirms(
        _ merge: CommitObject, _ ours: ObjectID, _ theirs: ObjectID, base: ObjectID?
    ) -> Bool {
        guard let base else { return false }
        do throws(GitError) {
            return try repository.cleanMergeTree(of: ours, and: theirs, base: base) == merge.tree
        } catch {
            return false
        }
    }

    /// A merge that git can't redo, in a clone that lacks objects, is undecided: the verifier then fails closed.
    private func byGit(
        _ merge: CommitObject, _ ours: ObjectID, _ theirs: ObjectID, base: ObjectID?
    ) async throws -> MergeRecomputation {
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
