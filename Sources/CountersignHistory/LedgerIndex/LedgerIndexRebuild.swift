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
        let content = try await NewContent(listing, of: repository, rowLimit: rowLimit)
        var isDone = false
        try store.transaction {
            guard try LedgerIndexState(store)?.tree == expected else { return }
            try empty()
            try insert(content.notes.lazy.map { (listing.places[$0.place], $0.defect) }, content.lines)
            try insert(listing.defects)
            try write(content.rows)
            var state = LedgerIndexState(tree: tree)
            state.count(Set(content.lines.lazy.compactMap(\.digest)), 1)
            state.unreadable = Int64(content.lines.count { $0.digest == nil })
            state.defects = Int64(listing.defects.count + content.notes.count { $0.defect != nil })
            state.next = Int64(content.notes.count)
            try conclude(state)
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

        /// Throws ``Lost`` beyond the limit: whoever asks then reads the ledger whole.
        init(_ listing: LedgerListing, of repository: Repository, rowLimit: Int) async throws {
            let places = listing.places
            let listed = Dictionary(grouping: places.indices) { places[$0].blob }
            try await NoteContent.read(places.map(\.blob), of: repository, make: IndexedNote.init) { blob, note in
                for place in listed[blob] ?? [] {
                    add(note, on: places[place].annotated, at: place)
                    guard rows.count <= rowLimit else { throw Lost() }
                }
            }
        }

        private mutating func add(_ note: IndexedNote, on annotated: ObjectID, at place: Int) {
            let number = Int64(notes.count)
            notes.append((place, note.defect))
            lines += note.lines(ofNote: number)
            rows += note.rows(ofNote: number, on: annotated)
        }
    }

    private func empty() throws(StoreError) {
        try store.execute("DELETE FROM key; DELETE FROM line; DELETE FROM note; DELETE FROM defect; DELETE FROM sum")
    }
}
