internal import CountersignApprovals
internal import CountersignStore

/// The rows of notes that were asked for last: who asks for one line of a note often asks for the next.
///
/// They are of one state of the index: another process may give their numbers to other notes.
struct KnownNotes {
    /// A note's row, and the digests of its lines.
    typealias Known = (row: NoteRow, digests: [Digest256?])

    private var notes: [Int64: Known] = [:]
    private var held = 0
    /// How many notes and lines were read in all.
    private(set) var effort = 0

    /// So many notes and lines are held, or one note of more lines.
    private static let limit = 20_000

    /// Throws `LedgerIndex.Lost` where the index has no such note.
    mutating func note(_ number: Int64, of store: Store) throws -> Known {
        if let known = notes[number] { return known }
        let row = try NoteRow(number, of: store)
        let known = (row, LineDigests.read(row.lineDigests))
        let size = 1 + known.1.count
        (effort, held) = (effort + size, held + size)
        if held > Self.limit { (notes, held) = ([:], size) }
        notes[number] = known
        return known
    }
}
