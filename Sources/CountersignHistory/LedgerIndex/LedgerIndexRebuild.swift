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
            for note in content.notes { try note.insert(into: store) }
            for defect in listing.defects { try DefectRow.insert(defect, into: store) }
            try write(content.keys)
            try conclude(content.state(of: tree, listing.defects))
            isDone = true
        }
        return isDone
    }

    private func empty() throws(StoreError) {
        try store.execute("DELETE FROM key; DELETE FROM note; DELETE FROM defect; DELETE FROM sum")
    }
}

/// What the index is to hold: put together while notes are still read.
private struct NewContent {
    /// By their numbers.
    private(set) var notes: [NoteRow] = []
    private(set) var keys = NewKeys()
    private var digests: Set<Digest256> = []
    private var unreadableCount: Int64 = 0

    /// Throws ``LedgerIndex/Lost`` beyond the limit: whoever asks then reads the ledger whole.
    init(_ listing: LedgerListing, of repository: Repository, rowLimit: Int) async throws {
        let places = listing.places
        let listed = PlacesOfBlobs(places)
        try await NoteContent.read(places.map(\.blob), of: repository, make: IndexedNote.init) { blob, note in
            for place in listed[blob] {
                add(note, at: places[place])
                guard keys.count <= rowLimit else { throw LedgerIndex.Lost() }
            }
        }
    }

    private mutating func add(_ note: IndexedNote, at place: NotePlace) {
        let number = Int64(notes.count)
        notes.append(NoteRow(note, at: place, number: number))
        digests.formUnion(note.digests)
        unreadableCount += note.unreadableCount
        for row in note.rows(ofNote: number, on: place.annotated) { keys.add(row) }
    }

    func state(of tree: ObjectID, _ defects: [LedgerDefect]) -> LedgerIndexState {
        var state = LedgerIndexState(tree: tree)
        state.count(digests, 1)
        state.unreadable = unreadableCount
        state.defects = Int64(defects.count + notes.count { $0.defect != nil })
        state.keys = Int64(keys.count)
        state.next = Int64(notes.count)
        return state
    }
}

/// Where each of many notes stands: most in one place.
private struct PlacesOfBlobs {
    private var first: [ObjectID: Int] = [:]
    private var others: [ObjectID: [Int]] = [:]

    init(_ places: [NotePlace]) {
        first.reserveCapacity(places.count)
        for (number, place) in places.enumerated() {
            guard first[place.blob] != nil else {
                first[place.blob] = number
                continue
            }
            others[place.blob, default: []].append(number)
        }
    }

    subscript(blob: ObjectID) -> [Int] { (first[blob].map { [$0] } ?? []) + (others[blob] ?? []) }
}
