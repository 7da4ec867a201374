internal import CountersignGit
internal import CountersignObjects
internal import CountersignVerifier

/// Which merges are what git's own merge makes of their parents, each recomputed once (POLICY.md, "A clean merge").
final class CleanMerges {
    private let repository: Repository
    private let questions: MergeQuestions
    private let keepsResults: Bool
    private lazy var cache = keepsResults ? MergeCache(repository) : nil
    private var known: [ObjectID: MergeRecomputation] = [:]
    private var gitVersion: String?

    /// - Parameter keepsResults: whether answers are taken from earlier runs, and kept for later ones.
    init(repository: Repository, questions: MergeQuestions, keepsResults: Bool) {
        (self.repository, self.questions, self.keepsResults) = (repository, questions, keepsResults)
    }

    /// A merge's tree, and what it merges.
    struct Merge: Sendable {
        let tree: ObjectID
        let sides: MergeTreeCommand.Sides
    }

    /// What it takes to know what a merge's parents come to.
    enum Question {
        case settled(MergeRecomputation)
        case ofGit(Merge)
    }

    /// What is known of the merge, from this run or from an earlier one with the same engine; else what is found now.
    func result(of merge: ObjectID) async throws -> MergeRecomputation {
        if let known = try await knownResult(of: merge) { return known }
        let result: MergeRecomputation =
            switch try questions.question(merge, in: repository) {
            case .settled(let result): result
            case .ofGit(let content):
                try Self.recomputation(
                    of: content, version: try await version(),
                    await repository.mergeTreeCommand.outcome(of: content.sides))
            }
        keep([(merge, result)])
        return result
    }

    /// Finds out about many merges on all of the processor's cores: of git's processes several run at once, each with a
    /// share of them.
    ///
    /// `onMerges` is told how many more were looked at.
    func resolve(_ merges: [ObjectID], onMerges: (Int) -> Void) async throws {
        var unknown: [ObjectID] = []
        for merge in merges where try await knownResult(of: merge) == nil { unknown.append(merge) }
        let command = repository.mergeTreeCommand
        try await withThrowingTaskGroup(of: Answers.self) { group in
            var running = 0
            func hand(_ share: [(id: ObjectID, content: Merge)]) async throws {
                if running == Repository.cores, let answers = try await group.next() {
                    keep(answers)
                    running -= 1
                }
                let version = try await version()
                group.addTask { try await Self.recompute(share, command, version: version) }
                running += 1
            }
            var open: [(id: ObjectID, content: Merge)] = []
            for start in stride(from: 0, to: unknown.count, by: Self.portion) {
                let portion = Array(unknown[start..<min(start + Self.portion, unknown.count)])
                open += try await ask(portion, onMerges: onMerges)
                while open.count >= Self.share {
                    try await hand(Array(open.prefix(Self.share)))
                    open.removeFirst(Self.share)
                }
            }
            // The last ones are not to wait for each other.
            let part = (open.count + Repository.cores - 1) / Repository.cores
            while !open.isEmpty {
                try await hand(Array(open.prefix(part)))
                open.removeFirst(min(part, open.count))
            }
            for try await answers in group { keep(answers) }
        }
    }

    /// What git has to be asked about these merges; what their trees tell is kept.
    private func ask(
        _ merges: [ObjectID], onMerges: (Int) -> Void
    ) async throws -> [(id: ObjectID, content: Merge)] {
        let questions = try await repository.onAllCores(merges, share: Self.share, onShare: onMerges) { [questions] in
            try questions.question($1, in: $0)
        }
        var open: [(id: ObjectID, content: Merge)] = []
        var settled: Answers = []
        for (merge, question) in zip(merges, questions) {
            switch question {
            case .settled(let result): settled.append((merge, result))
            case .ofGit(let content): open.append((merge, content))
            }
        }
        keep(settled)
        return open
    }

    private typealias Answers = [(id: ObjectID, result: MergeRecomputation)]

    /// So many merges one process is asked about: enough that its start weighs little, and few enough that no process
    /// is still at work long after the others.
    private static let share = 8
    /// So many are looked at before git is asked about the first.
    private static let portion = 4096

    private func knownResult(of merge: ObjectID) async throws -> MergeRecomputation? {
        if let result = known[merge] { return result }
        guard let kept = cache?.result(of: merge), try await isOfThisTime(kept) else { return nil }
        known[merge] = kept
        return kept
    }

    private func keep(_ answers: Answers) {
        for (merge, result) in answers { known[merge] = result }
        cache?.keep(answers)
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
        _ merges: [(id: ObjectID, content: Merge)], _ command: MergeTreeCommand, version: String
    ) async throws -> Answers {
        let results = await command.cleanMergeTrees(of: merges.map(\.content.sides))
        return try zip(merges, results).map { merge, result in
            (merge.id, try recomputation(of: merge.content, version: version, result))
        }
    }

    private static func recomputation(
        of merge: Merge, version: String, _ result: Result<ObjectID?, GitCommandError>
    ) throws -> MergeRecomputation {
        do throws(GitCommandError) {
            let tree = try result.get()
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
