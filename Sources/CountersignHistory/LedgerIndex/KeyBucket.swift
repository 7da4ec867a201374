internal import CountersignApprovals

/// The rows of all keys that begin with the same 16 bits, in order.
///
/// They are written and read together: a row for each key would take a ledger of a million notes four million rows of
/// a table, and longer than to read the notes. The sum over them tells when one is lost, which could hide a revocation.
struct KeyBucket {
    /// That the line, or note, at a place is found by a key.
    struct Row: Hashable, Comparable {
        let key: Int64
        let place: Int64

        static func < (left: Row, right: Row) -> Bool {
            (left.key, left.place) < (right.key, right.place)
        }
    }

    /// Which bucket a key's rows are in.
    static func number(ofKey key: Int64) -> Int64 { key >> 48 }

    /// What numbers buckets can have.
    static let numbers: Range<Int64> = -1 << 15..<1 << 15

    /// In order.
    private(set) var rows: [Row]

    /// Takes rows of one bucket, in order.
    init(_ rows: [Row]) { self.rows = rows }

    /// Reads what ``bytes`` gave.
    init(bytes: [UInt8]) {
        rows = stride(from: 0, through: bytes.count - Self.rowSize, by: Self.rowSize).map { start in
            Row(
                key: Self.number(bytes[start..<start + Self.rowSize / 2]),
                place: Self.number(bytes[start + Self.rowSize / 2..<start + Self.rowSize]))
        }
    }

    /// In bytes.
    private static let rowSize = 16

    /// The rows as they are kept: key and place of each, eight bytes each, the highest first.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.rowSize * rows.count)
        for row in rows {
            for number in [row.key, row.place] {
                for shift in stride(from: 56, through: 0, by: -8) {
                    bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
                }
            }
        }
        return bytes
    }

    /// The places that a key leads to, in order.
    func places(ofKey key: Int64) -> [Int64] { rows.lazy.filter { $0.key == key }.map(\.place) }

    /// Takes rows out and puts others in; false, and nothing is done, where one to be taken out is not there.
    mutating func change(removing removed: Set<Row>, adding added: [Row]) -> Bool {
        let rest = rows.filter { !removed.contains($0) }
        guard rest.count == rows.count - removed.count else { return false }
        rows = (rest + added).sorted()
        return true
    }

    /// What tells these bytes from others.
    static func sum(of bytes: [UInt8]) -> Int64 { Int64(bitPattern: Digest256(hashing: bytes).firstWord) }

    /// The number that eight bytes write, the highest first.
    private static func number(_ bytes: some Sequence<UInt8>) -> Int64 {
        Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }
}
