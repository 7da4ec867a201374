internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Finding notes, and their lines, in the index.
extension LedgerIndex {
    /// The number of the note at a place; nil where the index has none.
    ///
    /// Throws ``Lost`` where so many share a key that to look at each would take longer than to read them all.
    func number(of place: NotePlace) throws -> Int64? {
        let places = try places(ofKey: LedgerIndexKey.annotated(place.annotated).number)
        guard places.count <= 100 else { throw Lost() }
        return try places.map(LinePlace.note).first { note in
            var isThere = false
            try store.run(
                "SELECT 1 FROM note WHERE id = ? AND path = ? AND blob = ?", .integer(note),
                .blob(Array(place.path.utf8)), .blob(place.blob.bytes)
            ) { _ in isThere = true }
            return isThere
        }
    }

    /// Whether some line has this payload.
    ///
    /// Throws ``Lost`` where a line that should have it has none, or another: two payloads may share a key by intent,
    /// and whoever wants that has the index made anew; and where so much was looked at that this takes no longer.
    func holds(_ digest: Digest256, _ known: inout KnownNotes) throws -> Bool {
        let places = try places(ofKey: LedgerIndexKey.statement(digest).number)
        for place in places {
            guard try known.digest(at: place, of: store) == digest, known.effort <= Self.effortLimit else {
                throw Lost()
            }
        }
        return !places.isEmpty
    }

    /// So many notes and lines are looked at to bring the index up to date.
    private static let effortLimit = 100_000

    /// Puts in what the ledger's tree holds besides notes.
    func insert(_ defects: [LedgerDefect]) throws(StoreError) {
        for defect in defects {
            try store.run(
                "INSERT INTO defect VALUES (?, ?)", .blob(Array(defect.path.utf8)), .integer(defect.kind.number))
        }
    }
}
