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
            if let indexed, let changes = try await NoteChanges.read(from: indexed, to: tree, in: repository) {
                do {
                    if try change(from: indexed, changes) { return }
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

    /// Notes that went and came.
    private struct NoteChanges {
        typealias Note = (place: NotePlace, content: IndexedNote)

        let removed: [Note]
        let added: [Note]

        var digests: Set<Digest256> { Set((removed + added).flatMap { $0.content.lines.compactMap(\.digest) }) }

        /// Nil where the earlier tree or a note of it can't be read any more, or the trees differ in what is no note:
        /// then all is read again.
        static func read(from old: ObjectID, to new: ObjectID, in repository: Repository) async throws -> NoteChanges? {
            guard try repository.objectKind(old) == .tree,
                let listed = try ListingChanges.between(repository, old, new),
                let removed = try await ifReadable({ try await notes(listed.removed, of: repository) })
            else { return nil }
            return NoteChanges(removed: removed, added: try await notes(listed.added, of: repository))
        }

        private static func ifReadable(_ read: () async throws -> [Note]) async throws -> [Note]? {
            do {
                return try await read()
            } catch is GitError {
                return nil
            }
        }

        private static func notes(_ places: [NotePlace], of repository: Repository) async throws -> [Note] {
            var contents: [ObjectID: IndexedNote] = [:]
            try await NoteContent.read(places.map(\.blob), of: repository, make: IndexedNote.init) { contents[$0] = $1 }
            return try places.map { place in
                guard let content = contents[place.blob] else {
                    throw GitError.missingObject(place.blob, shallow: false)
                }
                return (place, content)
            }
        }
    }

    /// False where another process moved the index meanwhile.
    private func change(from expected: ObjectID, _ changes: NoteChanges) throws -> Bool {
        var isDone = false
        try store.transaction {
            guard try indexedTree() == expected else { return }
            var state = try self.state()
            let digests = changes.digests
            state.statements -= Int64(try digests.count(where: holds))
            var (removed, added): (Set<KeyBucket.Row>, [KeyBucket.Row]) = ([], [])
            for (place, note) in changes.removed { removed.formUnion(try remove(note, at: place, &state)) }
            for (place, note) in changes.added { added += try add(note, at: place, &state) }
            try change(removing: removed, adding: added)
            state.statements += Int64(try digests.count(where: holds))
            try conclude(state)
            isDone = true
        }
        return isDone
    }

    /// Puts a note and its lines in, and gives what they are to be found by.
    private func add(_ note: IndexedNote, at place: NotePlace, _ state: inout State) throws -> [KeyBucket.Row] {
        let number = state.next
        state.next += 1
        state.unreadable += note.unreadableCount
        try insert(note, at: place, as: number)
        return note.rows(ofNote: number, on: place.annotated)
    }

    /// Takes a note and its lines out, and gives what they were found by.
    private func remove(_ note: IndexedNote, at place: NotePlace, _ state: inout State) throws -> [KeyBucket.Row] {
        guard let number = try number(of: place) else { throw Lost() }
        state.unreadable -= note.unreadableCount
        try removeNote(number)
        return note.rows(ofNote: number, on: place.annotated)
    }

    /// What is kept of the whole.
    struct State {
        /// How many statements and unreadable lines there are: counting all would take longer than a change does.
        var statements: Int64
        var unreadable: Int64
        /// The number of the next note: none is given twice, so what is left of one is never taken for another.
        var next: Int64
    }

    private func state() throws -> State {
        var state: State?
        try store.run("SELECT statements, unreadable, next FROM state") {
            state = State(statements: $0.integer(0), unreadable: $0.integer(1), next: $0.integer(2))
        }
        guard let state else { throw Lost() }
        return state
    }

    func conclude(_ state: State) throws(StoreError) {
        try store.execute("DELETE FROM state")
        try store.run(
            "INSERT INTO state VALUES (?, ?, ?, ?)", .blob(tree.bytes), .integer(state.statements),
            .integer(state.unreadable), .integer(state.next))
    }
}
