internal import CountersignApprovals
internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Bringing the index to the ledger's present state.
extension LedgerIndex {
    /// How many times another process may be faster.
    private static let attempts = 3

    /// Makes the index that of its tree; `listing` is the tree's where somebody has read it.
    func update(_ listing: LedgerListing?) async throws {
        for _ in 0..<Self.attempts {
            let indexed = try indexedTree()
            guard indexed != tree else { return }
            if let indexed, let changes = try changes(since: indexed) {
                let notes = try await indexedNotes(changes.removed + changes.added)
                do {
                    if try replace(indexed, changes, notes) { return }
                    continue
                } catch is Lost {
                    // It is not as it should be, and is made anew.
                }
            }
            let listing = try listing ?? LedgerListing.read(repository, tree: tree)
            if try await rebuild(replacing: indexed, listing) { return }
        }
        throw Lost()
    }

    /// Nil where the earlier tree or a note of it is gone, or the trees differ in what is no note: then all is read
    /// again.
    private func changes(since old: ObjectID) throws(GitError) -> ListingChanges? {
        guard try repository.objectKind(old) == .tree else { return nil }
        guard let changes = try ListingChanges.between(repository, old, tree) else { return nil }
        for place in changes.removed where try repository.objectKind(place.blob) != .blob { return nil }
        return changes
    }

    private func indexedNotes(_ places: [NotePlace]) async throws -> [ObjectID: IndexedNote] {
        var notes: [ObjectID: IndexedNote] = [:]
        try await NoteContent.read(places.map(\.blob), of: repository, make: IndexedNote.init) { notes[$0] = $1 }
        return notes
    }

    /// False where another process moved the index meanwhile.
    private func replace(
        _ expected: ObjectID, _ changes: ListingChanges, _ notes: [ObjectID: IndexedNote]
    ) throws -> Bool {
        var isDone = false
        try store.transaction {
            guard try indexedTree() == expected else { return }
            var tally = try self.tally()
            for place in changes.removed { try remove(notes[place.blob], at: place, &tally) }
            for place in changes.added { try add(notes[place.blob], at: place, &tally) }
            try conclude(tally)
            isDone = true
        }
        return isDone
    }

    /// How many statements and unreadable lines there are: counting all of them would take longer than a change does.
    struct Tally {
        var statements: Int64 = 0
        var unreadable: Int64 = 0
    }

    private func tally() throws(StoreError) -> Tally {
        var tally = Tally()
        try store.run("SELECT statements, unreadable FROM state") {
            tally = Tally(statements: $0.integer(0), unreadable: $0.integer(1))
        }
        return tally
    }

    private func add(_ note: IndexedNote?, at place: NotePlace, _ tally: inout Tally) throws {
        guard let note else { throw Lost() }
        var number: Int64 = 0
        try store.run("SELECT coalesce(max(id) + 1, 0) FROM note") { number = $0.integer(0) }
        for digest in note.digests where try !holds(digest) { tally.statements += 1 }
        tally.unreadable += note.unreadableCount
        try insert(note, at: place, as: number)
        for row in Self.keys(of: note, on: place.annotated, as: number) { try insert(row) }
    }

    private func remove(_ note: IndexedNote?, at place: NotePlace, _ tally: inout Tally) throws {
        guard let note, let number = try number(of: place) else { throw Lost() }
        for row in Self.keys(of: note, on: place.annotated, as: number) { try remove(row) }
        try removeNote(number)
        for digest in note.digests where try !holds(digest) { tally.statements -= 1 }
        tally.unreadable -= note.unreadableCount
    }

    func conclude(_ tally: Tally) throws(StoreError) {
        try store.execute("DELETE FROM state")
        try store.run(
            "INSERT INTO state VALUES (?, ?, ?)", .blob(tree.bytes), .integer(tally.statements),
            .integer(tally.unreadable))
    }
}
