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
            let indexed = try LedgerIndexState(store)?.tree
            guard indexed != tree else { return }
            if let indexed, let changes = try await NoteChanges.read(from: indexed, to: tree, in: repository) {
                do {
                    if try change(from: indexed, changes) { return }
                    continue
                } catch is Lost {
                    // It is not as it should be, and is made anew.
                } catch is TooSlow {
                    // To make it anew is quicker.
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

        /// With more notes or lines than this it is quicker to make the index anew.
        private static let limit = 10_000
        /// The same for what they are found by: one statement may speak of thousands of commits, and stand in many notes.
        private static let keyLimit = 200_000

        var digests: Set<Digest256> { Set((removed + added).flatMap { Array($0.content.digests) }) }

        private var lineCount: Int { (removed + added).reduce(0) { $0 + $1.content.lines.count } }

        private var keyCount: Int { (removed + added).reduce(0) { $0 + $1.content.keyCount } }

        /// Nil where they are many, where the earlier tree or a note of it can't be read any more, or where the trees
        /// differ in what is no note: then all is read again, and what can't be read of the new tree is told.
        static func read(from old: ObjectID, to new: ObjectID, in repository: Repository) async throws -> NoteChanges? {
            do {
                guard try repository.objectKind(old) == .tree,
                    let listed = try ListingChanges.between(repository, old, new),
                    listed.removed.count + listed.added.count <= limit
                else { return nil }
                let changes = NoteChanges(
                    removed: try await notes(listed.removed, of: repository),
                    added: try await notes(listed.added, of: repository))
                return changes.lineCount <= limit && changes.keyCount <= keyLimit ? changes : nil
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
        try transaction(effort: Self.effortLimit) {
            guard var state = try LedgerIndexState(store), state.tree == expected else { return }
            guard LinePlace.notes.contains(state.next), state.buckets == (try bucketCount()) else { throw Lost() }
            let digests = changes.digests
            state.count(try digests.filter(holds), -1)
            var (removed, added): (Set<KeyBucket.Row>, [KeyBucket.Row]) = ([], [])
            for (place, note) in changes.removed { removed.formUnion(try remove(note, at: place, &state)) }
            for (place, note) in changes.added { added += try add(note, at: place, &state) }
            guard state.keys <= rowLimit else { throw Lost() }
            try change(removing: removed, adding: added)
            state.count(try digests.filter(holds), 1)
            state.tree = tree
            try conclude(state)
            isDone = true
        }
        return isDone
    }

    /// So many notes and lines are looked at: more take longer than to make the index anew.
    private static let effortLimit = 100_000

    /// Puts a note in, and gives what it and its lines are to be found by.
    private func add(
        _ note: IndexedNote, at place: NotePlace, _ state: inout LedgerIndexState
    ) throws -> [KeyBucket.Row] {
        let number = state.next
        state.next += 1
        state.unreadable += note.unreadableCount
        state.defects += note.defect == nil ? 0 : 1
        try NoteRow(note, at: place, number: number).insert(into: store)
        let rows = note.rows(ofNote: number, on: place.annotated)
        state.keys += Int64(rows.count)
        return rows
    }

    /// Takes a note out, and gives what it and its lines were found by.
    private func remove(
        _ note: IndexedNote, at place: NotePlace, _ state: inout LedgerIndexState
    ) throws -> [KeyBucket.Row] {
        guard let number = try number(of: place) else { throw Lost() }
        state.unreadable -= note.unreadableCount
        state.defects -= note.defect == nil ? 0 : 1
        try store.run("DELETE FROM note WHERE id = ?", .integer(number))
        let rows = note.rows(ofNote: number, on: place.annotated)
        state.keys -= Int64(rows.count)
        return rows
    }

    /// Keeps that the index is now of this state.
    func conclude(_ state: LedgerIndexState) throws(StoreError) {
        var state = state
        state.buckets = try bucketCount()
        try state.write(to: store)
    }
}
