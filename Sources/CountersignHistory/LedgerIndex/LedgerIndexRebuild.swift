internal import CountersignApprovals
internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Making the index anew of all notes.
extension LedgerIndex {
    /// False where another process moved the index meanwhile.
    func rebuild(replacing expected: ObjectID?, _ listing: LedgerListing) async throws -> Bool {
        var isDone = false
        try await store.transaction {
            guard try indexedTree() == expected else { return }
            try empty()
            var content = NewContent()
            try await add(listing.places, to: &content)
            try add(listing.defects)
            try write(&content.keys)
            try conclude(content.tally)
            isDone = true
        }
        return isDone
    }

    /// What the index is to hold beside the notes and lines that it has.
    private struct NewContent {
        var keys: [KeyBucket.Row] = []
        var digests: Set<Digest256> = []
        var unreadable: Int64 = 0

        var tally: Tally { Tally(statements: Int64(digests.count), unreadable: unreadable) }
    }

    private func empty() throws(StoreError) {
        try store.execute("DELETE FROM key; DELETE FROM line; DELETE FROM note; DELETE FROM defect; DELETE FROM sum")
    }

    /// Reads every note, and puts it and its lines in as they come.
    private func add(_ places: [NotePlace], to content: inout NewContent) async throws {
        let listed = Dictionary(grouping: places.indices) { places[$0].blob }
        var number: Int64 = 0
        try await NoteContent.read(places.map(\.blob), of: repository, make: IndexedNote.init) { blob, note in
            for place in (listed[blob] ?? []).map({ places[$0] }) {
                try insert(note, at: place, as: number)
                content.keys += Self.keys(of: note, on: place.annotated, as: number)
                content.digests.formUnion(note.digests)
                content.unreadable += note.unreadableCount
                number += 1
            }
        }
    }

    private func add(_ defects: [LedgerDefect]) throws(StoreError) {
        for defect in defects {
            try store.run(
                "INSERT INTO defect VALUES (?, ?)", .blob(Array(defect.path.utf8)), .integer(defect.kind.number))
        }
    }
}
