internal import CountersignApprovals
internal import CountersignGit
internal import CountersignObjects
internal import CountersignStore
internal import CountersignVerifier

/// What merges came to when they were recomputed, kept between runs in a file under the git directory.
///
/// A merge and its parents never change; the engine may, so it is kept with each answer. The file may be removed at any
/// time; where it can't be used, every merge is recomputed.
struct MergeCache {
    /// What the file was made by; another version begins anew.
    ///
    /// It changes with ``PlainMerge``.
    private static let version: Int64 = 2
    private static let columns =
        "(id BLOB PRIMARY KEY, clean INTEGER NOT NULL, engine BLOB NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID"

    private let store: Store
    private let file: CacheFile

    /// Opens the file; nil where there can be none.
    init?(_ repository: Repository) {
        file = CacheFile("merges", of: repository)
        guard let store = file.open(version: Self.version, table: ("merge", Self.columns)) else { return nil }
        self.store = store
        // What a crash of the machine tears does not match its digest, so nothing waits for the disk.
        try? store.execute("PRAGMA synchronous = OFF")
    }

    /// The answer that was kept for a merge; nil where there is none that is whole.
    func result(of merge: ObjectID) -> MergeRecomputation? {
        var found: (isClean: Bool, engine: [UInt8], digest: [UInt8])?
        do {
            try store.run("SELECT clean, engine, digest FROM merge WHERE id = ?", .blob(merge.bytes)) {
                found = ($0.integer(0) == 1, $0.bytes(1), $0.bytes(2))
            }
        } catch {
            if error.isDamage { file.remove() }
            return nil
        }
        guard let found, Self.digest(merge, found.isClean, found.engine) == found.digest else { return nil }
        let engine = String(decoding: found.engine, as: UTF8.self)
        return found.isClean ? .clean(engine: engine) : .different(engine: engine)
    }

    /// Keeps answers in place of earlier ones; what could not be decided is asked again.
    func keep(_ answers: [(id: ObjectID, result: MergeRecomputation)]) {
        // Without it the next run takes as long as this one.
        try? store.transaction {
            for (id, result) in answers {
                guard let (isClean, engine) = result.answer else { continue }
                try store.run(
                    "INSERT OR REPLACE INTO merge VALUES (?, ?, ?, ?)", .blob(id.bytes), .integer(isClean ? 1 : 0),
                    .blob(engine), .blob(Self.digest(id, isClean, engine)))
            }
        }
    }

    private static func digest(_ merge: ObjectID, _ isClean: Bool, _ engine: [UInt8]) -> [UInt8] {
        Digest256(hashing: merge.bytes + [isClean ? 1 : 0] + engine).bytes
    }
}

extension MergeRecomputation {
    /// What was found, and by what; nil where nothing could be decided.
    fileprivate var answer: (isClean: Bool, engine: [UInt8])? {
        switch self {
        case .clean(let name): (true, Array(name.utf8))
        case .different(let name): (false, Array(name.utf8))
        case .undecided: nil
        }
    }
}
