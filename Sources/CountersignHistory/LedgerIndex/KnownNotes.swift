internal import CountersignApprovals

/// The rows of notes that were asked for last: who asks for one line of a note often asks for the next.
///
/// They are of one state of the index: another process may give their numbers to other notes.
struct KnownNotes {
    /// A note's row, and the digests of its lines.
    struct Note {
        let row: NoteRow
        let digests: [Digest256?]

        init(_ row: NoteRow) { (self.row, digests) = (row, LineDigests.read(row.lineDigests)) }

        /// How much it takes to read it: the note and its lines.
        var effort: Int { 1 + digests.count }

        /// The digest of a line; nil where it can't be read, or there is none.
        func digest(ofLine line: Int) -> Digest256? { digests.indices.contains(line) ? digests[line] : nil }
    }

    private var notes: [Int64: Note] = [:]
    private var held = 0

    /// So many notes and lines are held, or one note of more lines.
    private static let limit = 20_000

    subscript(number: Int64) -> Note? { notes[number] }

    mutating func hold(_ note: Note) {
        held += note.effort
        if held > Self.limit { (notes, held) = ([:], note.effort) }
        notes[note.row.number] = note
    }
}
