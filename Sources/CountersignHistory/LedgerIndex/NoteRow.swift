internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// A note as a row of the index: where it stands, what it hangs on, and which payloads its lines have.
struct NoteRow {
    let number: Int64
    /// Its path in the ledger's tree.
    let path: String
    let annotated: ObjectID
    let blob: ObjectID
    let defect: LedgerDefect.Kind?
    /// What the lines' payloads are, as ``LineDigests`` writes it.
    let lineDigests: [UInt8]
    /// What tells the row from any other.
    let sum: Int64

    init(_ note: IndexedNote, at place: NotePlace, number: Int64) {
        (self.number, path) = (number, place.path)
        (annotated, blob) = (place.annotated, place.blob)
        (defect, lineDigests) = (note.defect, note.lineDigests)
        sum = Self.sum(number, path, annotated, blob, defect, lineDigests)
    }

    static let schema = """
        CREATE TABLE note (
            id INTEGER PRIMARY KEY, path BLOB NOT NULL, annotated BLOB NOT NULL, blob BLOB NOT NULL,
            defect INTEGER NOT NULL, lines BLOB NOT NULL, sum INTEGER NOT NULL);
        CREATE INDEX note_defect ON note (defect) WHERE defect <> 0;
        """

    func insert(into store: Store) throws(StoreError) {
        try store.run(
            "INSERT INTO note VALUES (?, ?, ?, ?, ?, ?, ?)", .integer(number), .blob(Array(path.utf8)),
            .blob(annotated.bytes), .blob(blob.bytes), .integer(defect?.number ?? 0), .blob(lineDigests), .integer(sum))
    }

    /// Reads what ``insert(into:)`` wrote.
    ///
    /// Throws `LedgerIndex.Lost` where there is none, or something else.
    init(_ number: Int64, of store: Store) throws {
        var found: NoteRow?
        try store.run("\(Self.query) WHERE id = ?", .integer(number)) { found = NoteRow($0) }
        guard let found else { throw LedgerIndex.Lost() }
        self = found
    }

    /// Reads all of them, but for those that are something else: the index knows how many statements there are.
    static func all(of store: Store, take: (NoteRow) -> Void) throws(StoreError) {
        try store.run(query) { NoteRow($0).map(take) }
    }

    /// Reads those with a defect, but for those that are something else: the index knows how many there are.
    static func defective(of store: Store, take: (NoteRow) -> Void) throws(StoreError) {
        try store.run("\(query) WHERE defect <> 0") { NoteRow($0).map(take) }
    }

    private static let query = "SELECT path, annotated, blob, defect, lines, sum, id FROM note"

    private init?(_ row: Row) {
        guard let annotated = ObjectID(bytes: row.bytes(1)), let blob = ObjectID(bytes: row.bytes(2)) else {
            return nil
        }
        (number, path, self.annotated, self.blob) = (
            row.integer(6), String(decoding: row.bytes(0), as: UTF8.self), annotated, blob
        )
        (defect, lineDigests) = (LedgerDefect.Kind(number: row.integer(3)), row.bytes(4))
        sum = Self.sum(number, path, annotated, blob, defect, lineDigests)
        guard sum == row.integer(5) else { return nil }
    }

    private static func sum(
        _ number: Int64, _ path: String, _ annotated: ObjectID, _ blob: ObjectID, _ defect: LedgerDefect.Kind?,
        _ lineDigests: [UInt8]
    ) -> Int64 {
        let text = "\(number) \(defect?.number ?? 0) \(path.utf8.count) \(path)"
        return KeyBucket.sum(of: Array(text.utf8) + annotated.bytes + blob.bytes + lineDigests)
    }
}
