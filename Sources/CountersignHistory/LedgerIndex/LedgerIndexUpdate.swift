internal import CountersignApprovals
internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Bringing the index to the ledger's present state.
extension LedgerIndex {
    /// How many times another process may be faster.
    private static let attempts = 3

    /// Makes the index that of its tree.
    func update() async throws {
        for _ in 0..<Self.attempts {
            let indexed = try indexedTree()
            guard indexed != tree else { return }
            if let indexed, let changes = try changes(since: indexed) {
                let notes = try await indexedNotes(changes.added)
                if try replace(indexed, removing: changes.removed, adding: changes.added, notes) { return }
            } else {
                let listing = try LedgerListing.read(repository, tree: tree)
                if try await rebuild(replacing: indexed, listing) { return }
            }
        }
        throw Lost()
    }

    /// Nil where the earlier tree is gone, or differs in what is no note: then all is read again.
    private func changes(since old: ObjectID) throws(GitError) -> ListingChanges? {
        guard try repository.objectKind(old) == .tree else { return nil }
        return try ListingChanges.between(repository, old, tree)
    }

    private func indexedNotes(_ places: [NotePlace]) async throws -> [ObjectID: IndexedNote] {
        var notes: [ObjectID: IndexedNote] = [:]
        try await NoteContent.read(places.map(\.blob), of: repository, make: IndexedNote.init) { notes[$0] = $1 }
        return notes
    }

    /// False where another process moved the index meanwhile.
    private func replace(
        _ expected: ObjectID, removing paths: [String], adding places: [NotePlace], _ notes: [ObjectID: IndexedNote]
    ) throws -> Bool {
        var isDone = false
        try store.transaction {
            guard try indexedTree() == expected else { return }
            var tally = try self.tally()
            for path in paths { try remove(path, &tally) }
            for place in places {
                guard let note = notes[place.blob] else { throw GitError.missingObject(place.blob, shallow: false) }
                try add(note, at: place, &tally)
            }
            try conclude(tally)
            isDone = true
        }
        return isDone
    }

    /// How many statements and unreadable lines there are: counting all of them would take longer than a change does.
    struct Tally {
        var statements: Int64 = 0
        var unreadable: Int64 = 0
        var sums = LedgerIndexSums()
    }

    private func tally() throws(StoreError) -> Tally {
        var tally = Tally()
        try store.run("SELECT statements, unreadable FROM state") {
            tally = Tally(statements: $0.integer(0), unreadable: $0.integer(1))
        }
        return tally
    }

    private func add(_ note: IndexedNote, at place: NotePlace, _ tally: inout Tally) throws(StoreError) {
        try store.run(
            "INSERT INTO note (path, annotated, blob, defect) VALUES (?, ?, ?, ?)", .blob(Array(place.path.utf8)),
            .blob(place.annotated.bytes), .blob(place.blob.bytes), .integer(note.defect?.number ?? 0))
        var id: Int64 = 0
        try store.run("SELECT last_insert_rowid()") { id = $0.integer(0) }
        for (digest, number) in note.digests {
            if digest.isEmpty {
                tally.unreadable += 1
            } else {
                try store.run("SELECT NOT EXISTS (SELECT 1 FROM line WHERE digest = ?)", .blob(digest)) {
                    tally.statements += $0.integer(0)
                }
            }
            try store.run("INSERT INTO line VALUES (?, ?, ?)", .blob(digest), .integer(id), .integer(Int64(number)))
        }
        for key in note.keys {
            try store.run(
                "INSERT OR IGNORE INTO key VALUES (?, ?, ?)", .integer(key.kind.rawValue), .blob(key.value),
                .blob(key.digest))
            try store.run("SELECT changes()") {
                if $0.integer(0) == 1 { tally.sums.toggle(key.kind.rawValue, key.value, key.digest) }
            }
        }
    }

    private func remove(_ path: String, _ tally: inout Tally) throws(StoreError) {
        let path = StoreValue.blob(Array(path.utf8))
        try store.run(
            """
            SELECT count(DISTINCT iif(digest <> x'' AND NOT EXISTS (
                SELECT 1 FROM line AS other WHERE other.digest = line.digest AND other.note <> line.note), digest, NULL)),
              count(iif(digest = x'', 1, NULL))
            FROM line WHERE note = (SELECT id FROM note WHERE path = ?)
            """, path
        ) {
            tally.statements -= $0.integer(0)
            tally.unreadable -= $0.integer(1)
        }
        try store.run(
            """
            DELETE FROM key WHERE digest IN (SELECT digest FROM line JOIN note ON note.id = line.note WHERE path = ?)
              AND NOT EXISTS (
                SELECT 1 FROM line JOIN note ON note.id = line.note
                WHERE line.digest = key.digest AND note.path <> ?)
            RETURNING kind, value, digest
            """, path, path
        ) { tally.sums.toggle($0.integer(0), $0.bytes(1), $0.bytes(2)) }
        try store.run("DELETE FROM line WHERE note = (SELECT id FROM note WHERE path = ?)", path)
        try store.run("DELETE FROM note WHERE path = ?", path)
    }

    func conclude(_ tally: Tally) throws(StoreError) {
        try tally.sums.write(to: store)
        try store.execute("DELETE FROM state")
        try store.run(
            "INSERT INTO state VALUES (?, ?, ?)", .blob(tree.bytes), .integer(tally.statements),
            .integer(tally.unreadable))
    }
}

extension LedgerDefect.Kind {
    /// The number by which the index keeps it; 0 stands for none.
    var number: Int64 {
        switch self {
        case .otherName: 1
        case .notABlob: 2
        case .hasNUL: 3
        case .tooLarge(let limit): Int64(limit)
        }
    }

    /// The kind that a number stands for.
    init?(number: Int64) {
        switch number {
        case 1: self = .otherName
        case 2: self = .notABlob
        case 3: self = .hasNUL
        case 4...: self = .tooLarge(limit: Int(number))
        default: return nil
        }
    }
}
