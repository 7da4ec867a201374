internal import CountersignApprovals
public import CountersignGit
internal import CountersignLedger
public import CountersignObjects
public import CountersignVerifier

extension LedgerChronicle {
    /// Reads the history of a ledger, each notes commit against each of its parents.
    ///
    /// Throws `GitError` and `CommitParseError`; where the clone is shallow, history begins at its
    /// boundary.
    public static func read(_ repository: Repository, tip: ObjectID) async throws -> LedgerChronicle {
        var steps: [LedgerStep] = []
        _ = try await CommitWalk(repository).walk(from: [tip], reader: LedgerStep.reader) { steps += $1 }
        var chronicle = LedgerChronicle()
        try await chronicle.add(steps, of: repository)
        return chronicle
    }

    private mutating func add(_ steps: [LedgerStep], of repository: Repository) async throws {
        let trees = Dictionary(steps.map { ($0.commit, $0.tree) }) { one, _ in one }
        var pairs: [(step: LedgerStep, parent: ObjectID)] = []
        for step in steps {
            let parents = step.parents.compactMap { trees[$0] }
            if parents.isEmpty { try await addAll(of: step, of: repository) }
            pairs += parents.map { (step, $0) }
        }
        let changes = try await repository.onAllCores(pairs, share: 50) { repository, pair in
            try pair.step.changes(from: pair.parent, in: repository)
        }
        for change in changes { add(change) }
    }

    /// A ledger's first commit, which may bring many notes, as an import does.
    private mutating func addAll(of step: LedgerStep, of repository: Repository) async throws {
        // What was never there, or was mended since, is not for this to complain of.
        let blobs = try LedgerListing.read(repository, tree: step.tree).places.map(\.blob).filter { blob in
            try repository.objectKind(blob) == .blob
        }
        try await NoteContent.read(
            blobs, of: repository, make: { LedgerStep.payloads($0.lines) },
            take: { add(LedgerStep.Changes(step: step, entered: $1)) })
    }

    private mutating func add(_ changes: LedgerStep.Changes) {
        let (commit, time) = (changes.step.commit, changes.step.time)
        for digest in changes.entered { enter(digest, Entry(commit: commit, time: time)) }
        for (annotated, lines) in changes.removed {
            remove(Removal(commit: commit, time: time, annotated: annotated, lines: lines))
        }
    }
}

/// One notes commit.
private struct LedgerStep: Sendable {
    let commit: ObjectID
    let tree: ObjectID
    let parents: [ObjectID]
    let time: Timestamp

    /// What a notes commit did to the ledger.
    struct Changes: Sendable {
        let step: LedgerStep
        /// The statements that came in, by their digests.
        var entered: [Digest256]
        /// How many lines went, and from which objects.
        var removed: [(annotated: ObjectID, lines: Int)] = []
    }

    /// Reads commits of the ledger.
    @Sendable static func reader() -> CommitWalk.Reader<[LedgerStep]> {
        var steps: [LedgerStep] = []
        return CommitWalk.Reader(
            read: { id, bytes in
                let commit = try CommitObject.parse(id: id, bytes: bytes)
                steps.append(
                    LedgerStep(commit: id, tree: commit.tree, parents: commit.parents, time: commit.committer.time))
                return commit.parents
            }, content: { steps })
    }

    func changes(from parent: ObjectID, in repository: Repository) throws -> Changes {
        let changes = try Ledger.changes(repository, from: parent, to: tree)
        return Changes(
            step: self, entered: Self.payloads(changes.added.values.joined()),
            removed: changes.removed.map { ($0.key, $0.value.count) })
    }

    static func payloads(_ lines: some Sequence<[UInt8]>) -> [Digest256] {
        lines.compactMap { (try? Envelope.parse(line: $0))?.payloadDigest }
    }
}
