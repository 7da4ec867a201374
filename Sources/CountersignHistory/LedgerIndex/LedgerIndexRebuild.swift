internal import CountersignApprovals
internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Making the index anew of all notes.
///
/// They are read before other processes are kept from it.
extension LedgerIndex {
    /// False where another process moved the index meanwhile.
    func rebuild(replacing expected: ObjectID?, _ listing: LedgerListing) async throws -> Bool {
        let content = try await NewContent(listing, of: repository)
        var isDone = false
        try store.transaction {
            guard try indexedTree() == expected else { return }
            try empty()
            try insert(content.notes.lazy.map { (listing.places[$0.place], $0.defect) }, content.lines)
            try insert(listing.defects)
            try write(content.rows)
            try conclude(content.state)
            isDone = true
        }
        return isDone
    }

    /// What the index is to hold.
    private struct NewContent {
        /// By their numbers: which place of the listing each stands at.
        private(set) var notes: [(place: Int, defect: LedgerDefect.Kind?)] = []
        private(set) var lines: [(place: Int64, digest: Digest256?)] = []
        private(set) var rows: [KeyBucket.Row] = []

        init(_ listing: LedgerListing, of repository: Repository) async throws {
            let places = listing.places
            let listed = Dictionary(grouping: places.indices) { places[$0].blob }
            try await NoteContent.read(places.map(\.blob), of: repository, make: IndexedNote.init) { blob, note in
                for place in listed[blob] ?? [] { add(note, on: places[place].annotated, at: place) }
            }
        }

        private mutating func add(_ note: IndexedNote, on annotated: ObjectID, at place: Int) {
            let number = Int64(notes.count)
            notes.append((place, note.defect))
            lines += note.lines(ofNote: number)
            rows += note.rows(ofNote: number, on: annotated)
        }

        var state: State {
            let digests = Set(lines.lazy.compactMap(\.digest))
            return State(
                statements: Int64(digests.count), unreadable: Int64(lines.count { $0.digest == nil }),
                next: Int64(notes.count))
        }
    }

    private func empty() throws(StoreError) {
        try store.execute("DELETE FROM key; DELETE FROM line; DELETE FROM note; DELETE FROM defect; DELETE FROM sum")
    }
}
