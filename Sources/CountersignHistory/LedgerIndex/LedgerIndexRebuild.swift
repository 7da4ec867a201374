internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Making the index anew of all notes.
///
/// Its keys are digests, in no order: put in as they come, each of a million would go to another page of a file that
/// memory does not hold. So they are gathered first, in tables of this process alone, and go in sorted.
extension LedgerIndex {
    /// False where another process moved the index meanwhile.
    func rebuild(replacing expected: ObjectID?, _ listing: LedgerListing) async throws -> Bool {
        try store.execute("PRAGMA cache_size = -\(Self.sortingMemory)")
        defer { try? store.execute("PRAGMA cache_size = -2000; DROP TABLE new_line; DROP TABLE new_key") }
        let defects = try await gather(listing.places)
        var isDone = false
        try store.transaction {
            guard try indexedTree() == expected else { return }
            try empty()
            try add(listing, defects)
            try store.execute(Self.sortIn)
            try conclude(try countAll())
            isDone = true
        }
        return isDone
    }

    /// In KiB.
    private static let sortingMemory = 65_536

    private static let gathering = """
        CREATE TEMP TABLE new_line (digest BLOB, note INTEGER, number INTEGER);
        CREATE TEMP TABLE new_key (kind INTEGER, value BLOB, digest BLOB);
        """

    private static let sortIn = """
        INSERT INTO line SELECT digest, note, number FROM new_line ORDER BY digest, note, number;
        INSERT OR IGNORE INTO key SELECT kind, value, digest FROM new_key ORDER BY kind, value, digest;
        CREATE INDEX note_annotated ON note (annotated);
        CREATE INDEX line_note ON line (note);
        CREATE INDEX key_digest ON key (digest);
        """

    /// Reads every note, and gives what is wrong with those with which something is.
    private func gather(_ places: [NotePlace]) async throws -> [ObjectID: LedgerDefect.Kind] {
        try store.execute(Self.gathering)
        let numbers = Dictionary(grouping: places.indices, by: { places[$0].blob })
        var defects: [ObjectID: LedgerDefect.Kind] = [:]
        try store.execute("BEGIN")
        do {
            try await NoteContent.read(places.map(\.blob), of: repository, make: IndexedNote.init) { blob, note in
                defects[blob] = note.defect
                for number in numbers[blob] ?? [] { try gather(note, number: number) }
            }
            try store.execute("COMMIT")
        } catch {
            try? store.execute("ROLLBACK")
            throw error
        }
        return defects
    }

    private func gather(_ note: IndexedNote, number: Int) throws(StoreError) {
        for line in note.digests {
            try store.run(
                "INSERT INTO new_line VALUES (?, ?, ?)", .blob(line.digest), .integer(Int64(number)),
                .integer(Int64(line.number)))
        }
        for key in note.keys {
            try store.run(
                "INSERT INTO new_key VALUES (?, ?, ?)", .integer(key.kind.rawValue), .blob(key.value),
                .blob(key.digest))
        }
    }

    private func empty() throws(StoreError) {
        try store.execute(
            """
            DROP INDEX IF EXISTS note_annotated; DROP INDEX IF EXISTS line_note; DROP INDEX IF EXISTS key_digest;
            DELETE FROM key; DELETE FROM line; DELETE FROM note; DELETE FROM defect; DELETE FROM sum;
            """)
    }

    private func add(_ listing: LedgerListing, _ defects: [ObjectID: LedgerDefect.Kind]) throws(StoreError) {
        for (number, place) in listing.places.enumerated() {
            try store.run(
                "INSERT INTO note (id, path, annotated, blob, defect) VALUES (?, ?, ?, ?, ?)", .integer(Int64(number)),
                .blob(Array(place.path.utf8)), .blob(place.annotated.bytes), .blob(place.blob.bytes),
                .integer(defects[place.blob]?.number ?? 0))
        }
        for defect in listing.defects {
            try store.run(
                "INSERT INTO defect VALUES (?, ?)", .blob(Array(defect.path.utf8)), .integer(defect.kind.number))
        }
    }

    private func countAll() throws(StoreError) -> Tally {
        var tally = Tally()
        try store.run("SELECT count(DISTINCT digest) FROM line WHERE digest <> x''") {
            tally.statements = $0.integer(0)
        }
        try store.run("SELECT count(*) FROM line WHERE digest = x''") { tally.unreadable = $0.integer(0) }
        try store.run("SELECT kind, value, digest FROM key") {
            tally.sums.toggle($0.integer(0), $0.bytes(1), $0.bytes(2))
        }
        return tally
    }
}
