internal import CountersignApprovals
internal import CountersignStore

/// The rows of notes that were asked for last: who asks for one line of a note often asks for the next.
struct KnownNotes {
    /// A note's row, and the digests of its lines.
    typealias Known = (row: NoteRow, digests: [Digest256?])

    private var notes: [Int64: Known] = [:]
    private var held = 0
    /// How many notes and lines were read in all.
    private(set) var effort = 0

    /// So many notes and lines are held.
    private static let limit = 20_000

    /// Throws `LedgerIndex.Lost` where the index has no such note.
    mutating func note(_ number: Int64, of store: Store) throws -> Known {
        if let known = notes[number] { return known }
        let row = try NoteRow(number, of: store)
        let known = (row, LineDigests.read(row.lines))
        let size = 1 + known.1.count
        (effort, held) = (effort + size, held + size)
        if held > Self.limit { (notes, held) = ([:], size) }
        notes[number] = known
        return known
    }

    /// The digest of the line at a place; nil where it can't be read, or the note has no line there.
    mutating func digest(at place: Int64, of store: Store) throws -> Digest256? {
        let digests = try note(LinePlace.note(of: place), of: store).digests
        let line = LinePlace.line(of: place)
        return digests.indices.contains(line) ? digests[line] : nil
    }
}
