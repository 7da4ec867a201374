/// Where in the ledger a line stands, as one number: the lines of one note follow each other.
enum LinePlace {
    /// A note has fewer lines than these bits count: each takes two bytes, and the note has 16 MiB at most.
    private static let bits: Int64 = 24

    /// The numbers that notes can have.
    static let notes: Range<Int64> = 0..<1 << 38

    static func place(ofLine line: Int, inNote note: Int64) -> Int64 { note << bits | Int64(line) }

    /// The number of the note that the line is in.
    static func note(of place: Int64) -> Int64 { place >> bits }

    /// The number of the line in its note.
    static func line(of place: Int64) -> Int { Int(place & (1 << bits - 1)) }
}
