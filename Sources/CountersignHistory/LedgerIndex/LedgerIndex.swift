internal import CountersignApprovals
internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Where in the ledger the statements about a commit, a change or another statement stand: kept in a file beside the
/// ledger, keyed by the ledger's tree, and brought up to date from the differences between two trees.
///
/// It may be removed at any time, and knows where statements are, never what they say: every statement is read from
/// git again and held against its digest.
final class LedgerIndex {
    /// Another process moved the index on to another state of the ledger, or something in it is not as it should be.
    struct Lost: Error {}

    /// So much was looked at that to read the ledger whole takes less time.
    struct TooSlow: Error {}

    /// What the index was made by; another version begins anew.
    private static let version: Int64 = 4

    let store: Store
    let repository: Repository
    let tree: ObjectID
    let rowLimit: Int
    private(set) var isReading = false
    private var known = KnownNotes()
    /// How much was looked at to find what was asked for, in notes and lines.
    private(set) var effort = 0
    /// Up to which effort it is worth while.
    private var effortLimit = Int.max

    private init(_ store: Store, _ repository: Repository, tree: ObjectID, rowLimit: Int) {
        (self.store, self.repository, self.tree, self.rowLimit) = (store, repository, tree, rowLimit)
    }

    /// More keys than this are no ledger but a trap: one note with a long statement can hang on any number of objects.
    static let rowLimit = 16_000_000

    /// The index of a ledger's tree, made or brought up to date first; nil where it is not worth one.
    ///
    /// - Parameters:
    ///   - worthwhile: a ledger with fewer notes is as quickly read whole.
    ///   - rowLimit: how many keys there may be.
    /// - Throws: `StoreError` and ``Lost`` where there can be none; `GitError`.
    static func open(
        _ repository: Repository, tree: ObjectID, worthwhile: Int, rowLimit: Int = LedgerIndex.rowLimit
    ) async throws -> LedgerIndex? {
        let file = file(of: repository)
        var listing: LedgerListing?
        func isLarge() throws(GitError) -> Bool {
            if listing == nil { listing = try LedgerListing.read(repository, tree: tree) }
            return listing?.places.count ?? 0 >= worthwhile
        }
        if !file.exists {
            guard try isLarge() else { return nil }
            file.makeDirectory()
        }
        let store = try Store(path: file.path)
        try prepare(store)
        // The index may be of an earlier, smaller ledger, or have been made for who asked less of it.
        guard try hasNotes(worthwhile, store) || isLarge() else { return nil }
        let index = LedgerIndex(store, repository, tree: tree, rowLimit: rowLimit)
        try await index.update(listing)
        return index
    }

    /// Whether the index has as many notes.
    private static func hasNotes(_ count: Int, _ store: Store) throws(StoreError) -> Bool {
        var found: Int64 = 0
        try store.run("SELECT count(*) FROM (SELECT 1 FROM note LIMIT ?)", .integer(Int64(count))) {
            found = $0.integer(0)
        }
        return found >= count
    }

    /// The file that it is in.
    static func file(of repository: Repository) -> CacheFile { CacheFile("ledger-index", of: repository) }

    private static func prepare(_ store: Store) throws {
        var version: Int64 = 0
        try store.run("PRAGMA user_version") { version = $0.integer(0) }
        guard version != Self.version else { return }
        try store.transaction {
            for table in ["state", "note", "line", "key", "defect", "sum"] {
                try store.execute("DROP TABLE IF EXISTS \(table)")
            }
            try store.execute(LedgerIndexState.schema + NoteRow.schema + DefectRow.schema + schema)
            try store.execute("PRAGMA user_version = \(Self.version)")
        }
    }

    /// The other tables: `key` has each ``KeyBucket`` of what lines and notes are found by, `sum` what tells it is whole.
    private static let schema = """
        CREATE TABLE key (bucket INTEGER PRIMARY KEY, rows BLOB NOT NULL);
        CREATE TABLE sum (bucket INTEGER PRIMARY KEY, sum INTEGER NOT NULL);
        """

    /// Answers questions about one state of the ledger: this one.
    ///
    /// No other process writes meanwhile, so `body` must not wait for anything.
    func read<Answer>(_ body: () throws -> Answer) throws -> Answer {
        if isReading { return try body() }
        try begin()
        defer { end() }
        return try body()
    }

    /// Begins to read one state of the ledger, up to ``end()``.
    func begin() throws {
        try store.execute("BEGIN")
        known = KnownNotes()
        do {
            guard try LedgerIndexState(store)?.tree == tree else { throw Lost() }
        } catch {
            end()
            throw error
        }
        isReading = true
    }

    /// Lets other processes write again.
    func end() {
        isReading = false
        try? store.execute("ROLLBACK")
    }

    /// A note in the state that is read or changed.
    ///
    /// Throws ``Lost`` where there is none.
    func note(_ number: Int64) throws -> KnownNotes.Note {
        if let note = known[number] { return note }
        let note = KnownNotes.Note(try NoteRow(number, of: store))
        try spend(note.effort)
        known.hold(note)
        return note
    }

    /// Allows so much effort from now on.
    func allow(_ effort: Int) { effortLimit = self.effort + effort }

    /// Counts what was looked at; throws ``TooSlow`` where that is more than allowed.
    func spend(_ effort: Int) throws {
        self.effort += effort
        guard self.effort <= effortLimit else { throw TooSlow() }
    }

    /// Changes the index, or does nothing; throws ``TooSlow`` where that takes more than so much effort.
    func transaction(effort: Int, _ body: () throws -> Void) throws {
        allow(effort)
        try store.transaction {
            known = KnownNotes()
            try body()
        }
    }

    /// Has the next run make the index anew: something in it is not as it should be.
    func discard() {
        try? store.run("DELETE FROM state WHERE tree = ?", .blob(tree.bytes))
    }
}
