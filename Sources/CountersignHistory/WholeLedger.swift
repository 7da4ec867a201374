internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignVerifier

/// A ledger that was read whole: its statements, without the text that they stand in.
struct WholeLedger {
    /// Each found by what it is about.
    let statements: StatementIndex
    /// What is in the tree without being a note that can be read, in order of the paths.
    let defects: [LedgerDefect]

    /// What is in one note.
    private struct Note: Sendable {
        let lines: [LedgerLine]
        let defect: LedgerDefect.Kind?

        init(_ content: NoteContent) {
            (lines, defect) = (content.lines.map(LedgerLine.init), content.defect)
        }
    }

    /// Reads every note of a ledger's tree.
    ///
    /// Throws `GitError`: a missing or corrupt object is no reason to leave statements out.
    static func read(_ repository: Repository, tree: ObjectID) async throws -> WholeLedger {
        let listing = try LedgerListing.read(repository, tree: tree)
        var notes: [ObjectID: Note] = [:]
        try await NoteContent.read(listing.places.map(\.blob), of: repository, make: Note.init) { notes[$0] = $1 }
        return try WholeLedger(listing, notes)
    }

    /// The same for who can't wait for other tasks.
    static func readAlone(_ repository: Repository, tree: ObjectID) throws(GitError) -> WholeLedger {
        let listing = try LedgerListing.read(repository, tree: tree)
        var notes: [ObjectID: Note] = [:]
        for blob in repository.inPackOrder(listing.places.map(\.blob)) where notes[blob] == nil {
            notes[blob] = Note(try NoteContent.read(blob, of: repository))
        }
        return try WholeLedger(listing, notes)
    }

    private init(_ listing: LedgerListing, _ notes: [ObjectID: Note]) throws(GitError) {
        var lines: [(place: ObjectID, line: LedgerLine)] = []
        var defects = listing.defects
        for place in listing.places.sorted(by: { ($0.annotated, $0.path) < ($1.annotated, $1.path) }) {
            guard let note = notes[place.blob] else { throw .missingObject(place.blob, shallow: false) }
            lines += note.lines.map { (place.annotated, $0) }
            if let kind = note.defect { defects.append(LedgerDefect(path: place.path, kind: kind)) }
        }
        statements = StatementIndex(lines)
        self.defects = defects.sorted { $0.path < $1.path }
    }
}
