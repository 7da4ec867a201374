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
            .blob(annotated.bytes),
            .blob(blob.bytes), .integer(defect?.number ?? 0), .blob(lineDigests), .integer(sum))
    }

    /// Reads what ``insert(into:)`` wrote.
    ///
    /// Throws `LedgerIndex.Lost` where there is none, or something else.
    init(_ number: Int64, of store: Store) throws {
        var found: NoteRow?
        try Self.read(of: store, "id = ?", .integer(number)) { found = $0 }
        guard let found else { throw LedgerIndex.Lost() }
        self = found
    }

    /// Reads all that meet a condition.
    ///
    /// Throws `LedgerIndex.Lost` where one is not what was written.
    static func read(
        of store: Store, _ condition: String, _ values: StoreValue..., take: (NoteRow) -> Void
    ) throws {
        var isWhole = true
        try store.run("SELECT path, annotated, blob, defect, lines, sum, id FROM note WHERE \(condition)", values) {
            guard let row = NoteRow($0) else {
                isWhole = false
                return
            }
            take(row)
        }
        guard isWhole else { throw LedgerIndex.Lost() }
    }

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

/// The digests of a note's lines in one run of bytes: 1 and the digest, or 0 for a line that can't be read.
enum LineDigests {
    static func bytes(of digests: some Sequence<Digest256?>) -> [UInt8] {
        digests.flatMap { digest in digest.map { [1] + $0.bytes } ?? [0] }
    }

    static func read(_ bytes: [UInt8]) -> [Digest256?] {
        var (digests, rest): ([Digest256?], _) = ([], bytes[...])
        while let kind = rest.popFirst() {
            guard kind == 1 else {
                digests.append(nil)
                continue
            }
            digests.append(Digest256(bytes: rest.prefix(Digest256.byteCount)))
            rest = rest.dropFirst(Digest256.byteCount)
        }
        return digests
    }
}
