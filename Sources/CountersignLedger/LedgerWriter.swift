public import CountersignGit
public import CountersignObjects

/// One line for the ledger, and the object it is mostly about.
public struct LedgerEntry: Hashable, Sendable {
    /// The object that the line is to hang on.
    public let annotated: ObjectID
    /// The line's bytes without an end.
    public let line: [UInt8]

    /// States a line and its place.
    public init(annotated: ObjectID, line: [UInt8]) {
        self.annotated = annotated
        self.line = line
    }
}

/// Adds lines to the ledger; nothing is ever taken away, and no other writer's line is lost.
public struct LedgerWriter {
    /// What became of a call.
    public enum Outcome: Hashable, Sendable {
        /// The ledger is now at this commit, reached with so many attempts.
        case written(commit: ObjectID, attempts: Int)
        /// All lines were there already; no commit was made. The ledger's commit, where there is one.
        case unchanged(tip: ObjectID?)
    }

    private let repository: Repository
    private let reference: String
    private let patience: Duration

    /// Prepares to write; `patience` is how long other writers may be faster before it gives up.
    public init(
        _ repository: Repository, reference: String = Ledger.reference, patience: Duration = .seconds(60)
    ) {
        self.repository = repository
        self.reference = reference
        self.patience = patience
    }

    /// Adds lines in one commit, however many notes they touch: all of them, or none when it throws.
    ///
    /// `parents` are further parents of the commit, such as the tip of another ledger whose lines are being added; a
    /// commit is made for one that is not yet an ancestor even when all lines are there. Throws `LedgerError`.
    public func add(
        _ entries: [LedgerEntry], message: String, identity: Identity, parents: [ObjectID] = []
    ) throws(LedgerError) -> Outcome {
        for entry in entries { try Self.check(entry.line) }
        return try write(entries, message, identity, parents)
    }

    /// Adds every line of other ledgers, whatever it says, in one commit that descends from those ledgers too.
    ///
    /// Lines of others are kept as they are, so only what no note can hold is refused. Throws `LedgerError`.
    public func unite(
        with others: [LedgerSnapshot], message: String, identity: Identity
    ) throws(LedgerError) -> Outcome {
        try write(try Self.entries(of: others), message, identity, others.compactMap(\.tip))
    }

    /// The same as a commit that no reference names yet, on top of `tip`; `tip` itself where nothing is to be added.
    ///
    /// Throws `LedgerError`.
    func drafted(
        on tip: ObjectID?, with others: [LedgerSnapshot], message: String, identity: Identity
    ) throws(LedgerError) -> ObjectID? {
        let additions = Self.grouped(try Self.entries(of: others))
        let base = try LedgerError.wrapping { () throws(GitError) -> Base in
            try self.base(at: tip, others.compactMap(\.tip))
        }
        return try drafted(additions, on: base, message, identity) ?? tip
    }

    private static func entries(of ledgers: [LedgerSnapshot]) throws(LedgerError) -> [LedgerEntry] {
        var entries: [LedgerEntry] = []
        for note in ledgers.flatMap(\.notes) {
            for line in note.lines {
                if line.contains(0) { throw .noteHasNUL(path: note.annotated.hex) }
                entries.append(LedgerEntry(annotated: note.annotated, line: line))
            }
        }
        return entries
    }

    private typealias Additions = [(key: ObjectID, value: [[UInt8]])]

    private static func grouped(_ entries: [LedgerEntry]) -> Additions {
        Dictionary(grouping: entries, by: \.annotated).mapValues { $0.map(\.line) }.sorted { $0.key < $1.key }
    }

    private func write(
        _ entries: [LedgerEntry], _ message: String, _ identity: Identity, _ parents: [ObjectID]
    ) throws(LedgerError) -> Outcome {
        let additions = Self.grouped(entries)
        let start = ContinuousClock.now
        var attempts = 0
        while true {
            attempts += 1
            do throws(LedgerError) {
                return try attempt(additions, message, identity, parents, attempts)
            } catch .git(.referenceMoved(let name, let locked)) {
                guard ContinuousClock.now - start < patience else {
                    throw .contended(
                        reference: name, seconds: Int(patience.components.seconds), locked: locked)
                }
            }
            Pause.random(attempt: attempts)
        }
    }

    private func attempt(
        _ additions: Additions, _ message: String, _ identity: Identity, _ parents: [ObjectID], _ attempts: Int
    ) throws(LedgerError) -> Outcome {
        let base = try LedgerError.wrapping { () throws(GitError) -> Base in
            try self.base(at: try repository.reference(reference), parents)
        }
        guard let commit = try drafted(additions, on: base, message, identity) else { return .unchanged(tip: base.tip) }
        let subject = message.prefix { $0 != "\n" }
        try LedgerError.wrapping { () throws(GitError) in
            try repository.compareAndSwap(
                reference: reference, expected: base.tip, new: commit, logMessage: "countersign: \(subject)")
        }
        return .written(commit: commit, attempts: attempts)
    }

    /// The commit that adds the lines and parents; nil where there is none of them to add.
    private func drafted(
        _ additions: Additions, on base: Base, _ message: String, _ identity: Identity
    ) throws(LedgerError) -> ObjectID? {
        var isChanged = !base.further.isEmpty
        for (annotated, lines) in additions where try base.ledger.add(lines, to: annotated) { isChanged = true }
        guard isChanged else { return nil }
        return try LedgerError.wrapping { () throws(GitError) -> ObjectID in
            try repository.writeCommit(
                tree: try base.ledger.write(), parents: (base.tip.map { [$0] } ?? []) + base.further, author: identity,
                committer: identity, message: message)
        }
    }

    /// What one attempt starts from.
    private struct Base {
        let tip: ObjectID?
        let ledger: FanOutTree
        /// The parents that are not yet ancestors of the tip.
        let further: [ObjectID]
    }

    private func base(at tip: ObjectID?, _ parents: [ObjectID]) throws(GitError) -> Base {
        var tree: ObjectID?
        if let tip { tree = try Ledger.tree(of: tip, in: repository) }
        return Base(
            tip: tip, ledger: try FanOutTree(tree, in: repository), further: try furtherParents(parents, tip))
    }

    private func furtherParents(_ parents: [ObjectID], _ tip: ObjectID?) throws(GitError) -> [ObjectID] {
        var further: [ObjectID] = []
        for parent in parents where !further.contains(parent) {
            if let tip, try repository.isAncestor(parent, of: tip) { continue }
            further.append(parent)
        }
        return further
    }

    private static func check(_ line: [UInt8]) throws(LedgerError) {
        if LedgerUnion.isBlank(line) { throw .invalidLine(reason: "nothing in it") }
        if line.contains(0) { throw .invalidLine(reason: "a NUL byte") }
        if line.contains(UInt8(ascii: "\n")) || line.contains(UInt8(ascii: "\r")) {
            throw .invalidLine(reason: "a line end in it")
        }
    }
}
