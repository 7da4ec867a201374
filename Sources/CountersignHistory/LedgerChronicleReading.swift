internal import CountersignApprovals
public import CountersignGit
internal import CountersignLedger
public import CountersignObjects
public import CountersignVerifier

extension LedgerChronicle {
    /// Reads the history of a ledger, each notes commit against each of its parents.
    ///
    /// Throws `GitError`, and `CommitParseError`; where the clone is shallow, history begins at its boundary.
    public static func read(_ repository: Repository, tip: ObjectID) async throws -> LedgerChronicle {
        var reader = ChronicleReader(repository)
        _ = try await CommitWalk(repository).walk(from: [tip]) { id, bytes in
            let commit = try CommitObject.parse(id: id, bytes: bytes)
            return (commit.parents, commit)
        } take: { commits in
            reader.commits += commits.map(\.content)
        }
        return try reader.read()
    }
}

private struct ChronicleReader {
    let repository: Repository
    var commits: [CommitObject] = []
    private var chronicle = LedgerChronicle()

    init(_ repository: Repository) {
        self.repository = repository
    }

    mutating func read() throws -> LedgerChronicle {
        let trees = Dictionary(commits.map { ($0.id, $0.tree) }) { one, _ in one }
        for commit in commits {
            let parents = commit.parents.compactMap { trees[$0] }
            for parent in parents.isEmpty ? [nil] : parents.map(Optional.some) {
                try compare(parent, with: commit)
            }
        }
        return chronicle
    }

    private mutating func compare(_ parent: ObjectID?, with commit: CommitObject) throws {
        let changes = try Ledger.changes(repository, from: parent, to: commit.tree)
        for line in changes.added.values.joined() {
            guard let envelope = try? Envelope.parse(line: line) else { continue }
            chronicle.enter(
                envelope.payloadDigest, LedgerChronicle.Entry(commit: commit.id, time: commit.committer.time))
        }
        for (annotated, lines) in changes.removed {
            chronicle.remove(
                LedgerChronicle.Removal(
                    commit: commit.id, time: commit.committer.time, annotated: annotated, lines: lines.count))
        }
    }
}
