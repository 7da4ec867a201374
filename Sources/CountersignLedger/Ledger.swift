public import CountersignGit
public import CountersignObjects

/// Reads the ledger.
public enum Ledger {
    /// The reference that holds the ledger.
    public static let reference = "refs/notes/countersign"

    /// Reads every note of the ledger that a reference names; an absent reference is an empty ledger.
    ///
    /// Throws `GitError` and `GitCommandError`: a missing or corrupt object is no reason to leave statements out.
    public static func snapshot(
        _ repository: Repository, reference: String = Ledger.reference
    ) async throws -> LedgerSnapshot {
        guard let tip = try repository.reference(reference) else {
            return LedgerSnapshot(tip: nil, tree: nil, notes: [], defects: [])
        }
        return try await snapshot(repository, commit: tip)
    }

    /// Reads every note of the ledger as one commit of it has it.
    ///
    /// Throws `GitError` and `GitCommandError`.
    public static func snapshot(_ repository: Repository, commit: ObjectID) async throws -> LedgerSnapshot {
        let tree = try tree(of: commit, in: repository)
        var reader = LedgerReader(repository)
        try reader.readTree(tree, root: tree)
        return try await reader.snapshot(tip: commit, tree: tree)
    }

    static func tree(of commit: ObjectID, in repository: Repository) throws(GitError) -> ObjectID {
        do {
            return try repository.commitBytes(commit) { bytes throws(GitError) -> ObjectID in
                let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
                guard line.starts(with: "tree ".utf8), let tree = ObjectID(hexBytes: Array(line.dropFirst(5))) else {
                    throw .corruptObject(commit, "a commit without a tree")
                }
                return tree
            }
        } catch {
            throw error as? GitError ?? .corruptObject(commit, String(describing: error))
        }
    }
}

/// Collects what the tree holds, then reads each different blob once.
private struct LedgerReader {
    /// More entries than this are no ledger but a trap: a few trees can spell out more paths than memory holds.
    private static let entryLimit = 20_000_000

    private let repository: Repository
    private var blobs: [ObjectID: [(blob: ObjectID, path: [UInt8])]] = [:]
    private var defects: [LedgerDefect] = []
    private var texts: [ObjectID: (lines: [[UInt8]], defect: LedgerDefect.Kind?)] = [:]
    private var entryCount = 0

    init(_ repository: Repository) {
        self.repository = repository
    }

    mutating func readTree(_ tree: ObjectID, prefix: [UInt8] = [], path: [UInt8] = [], root: ObjectID) throws(GitError)
    {
        let entries = try repository.tree(tree)
        entryCount += entries.count + 1
        guard entryCount <= Self.entryLimit else { throw .tooLarge(root, limit: Self.entryLimit) }
        for entry in entries {
            switch FanOut.meaning(of: entry, below: prefix) {
            case .note(let annotated): blobs[annotated, default: []].append((entry.id, path + entry.name))
            case .directory(let digits):
                try readTree(
                    entry.id, prefix: prefix + digits, path: path + entry.name + [UInt8(ascii: "/")], root: root)
            case .defect(let kind): report(path + entry.name, kind)
            }
        }
    }

    mutating func snapshot(tip: ObjectID, tree: ObjectID) async throws -> LedgerSnapshot {
        try await readTexts()
        var notes: [LedgerNote] = []
        notes.reserveCapacity(blobs.count)
        for (annotated, places) in blobs.sorted(by: { $0.key < $1.key }) {
            var sets: [[[UInt8]]] = []
            for (blob, path) in places {
                guard let text = texts[blob] else { throw GitError.missingObject(blob, shallow: false) }
                if let defect = text.defect { report(path, defect) }
                sets.append(text.lines)
            }
            notes.append(LedgerNote(annotated: annotated, lines: sets.count == 1 ? sets[0] : LedgerUnion.unite(sets)))
        }
        return LedgerSnapshot(tip: tip, tree: tree, notes: notes, defects: defects.sorted { $0.path < $1.path })
    }

    private mutating func readTexts() async throws {
        var texts: [ObjectID: (lines: [[UInt8]], defect: LedgerDefect.Kind?)] = [:]
        for places in blobs.values { for place in places { texts[place.blob] = ([], nil) } }
        try await BlobBatch(repository, limit: NoteText.limit).read(texts.keys.sorted()) { blob, bytes in
            guard let bytes else {
                texts[blob] = ([], .tooLarge(limit: NoteText.limit))
                return
            }
            texts[blob] = (NoteText.lines(bytes), bytes.contains(0) ? .hasNUL : nil)
        }
        self.texts = texts
    }

    private mutating func report(_ path: [UInt8], _ kind: LedgerDefect.Kind) {
        defects.append(LedgerDefect(path: String(decoding: path, as: UTF8.self), kind: kind))
    }
}
