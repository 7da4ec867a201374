internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignStore

/// What the index keeps of the whole.
struct LedgerIndexState {
    static let schema = """
        CREATE TABLE state (
            tree BLOB NOT NULL, statements INTEGER NOT NULL, digests INTEGER NOT NULL, unreadable INTEGER NOT NULL,
            defects INTEGER NOT NULL, buckets INTEGER NOT NULL, keys INTEGER NOT NULL, next INTEGER NOT NULL,
            sum INTEGER NOT NULL);
        """

    /// The tree of the ledger that it is of.
    var tree: ObjectID
    /// How many statements there are: counting them would take longer than a change does.
    var statements: Int64 = 0
    /// The first eight bytes of their digests, added up.
    var digests: Int64 = 0
    /// How many lines can't be read.
    var unreadable: Int64 = 0
    /// How many defects the ledger has.
    var defects: Int64 = 0
    /// How many buckets have keys.
    var buckets: Int64 = 0
    /// How many rows the buckets have.
    var keys: Int64 = 0
    /// The number of the next note: none is given twice until the index is made anew, so what is left of one is never
    /// taken for another.
    var next: Int64 = 0

    /// Notes that statements came, or (-1) went.
    mutating func count(_ digests: some Sequence<Digest256>, _ step: Int64) {
        for digest in digests {
            statements += step
            self.digests &+= step &* Int64(bitPattern: digest.firstWord)
        }
    }

    init(tree: ObjectID) { self.tree = tree }

    /// Reads what ``write(to:)`` wrote; nil where there is none, or something else.
    init?(_ store: Store) throws(StoreError) {
        var found: LedgerIndexState?
        try store.run(
            "SELECT tree, statements, digests, unreadable, defects, buckets, keys, next, sum FROM state"
        ) { row in
            guard let tree = ObjectID(bytes: row.bytes(0)) else { return }
            var state = LedgerIndexState(tree: tree)
            (state.statements, state.digests, state.unreadable) = (row.integer(1), row.integer(2), row.integer(3))
            (state.defects, state.buckets) = (row.integer(4), row.integer(5))
            (state.keys, state.next) = (row.integer(6), row.integer(7))
            if state.sum == row.integer(8) { found = state }
        }
        guard let found else { return nil }
        self = found
    }

    func write(to store: Store) throws(StoreError) {
        try store.execute("DELETE FROM state")
        try store.run(
            "INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [.blob(tree.bytes)] + (numbers + [sum]).map(StoreValue.integer)
        ) { _ in }
    }

    private var numbers: [Int64] { [statements, digests, unreadable, defects, buckets, keys, next] }

    private var sum: Int64 { KeyBucket.sum(of: tree.bytes + Array("\(numbers)".utf8)) }
}
