internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignStore

/// What the ledger's tree holds besides notes, as a row of the index.
enum DefectRow {
    static let schema = "CREATE TABLE defect (path BLOB NOT NULL, kind INTEGER NOT NULL, sum INTEGER NOT NULL);"

    static func insert(_ defect: LedgerDefect, into store: Store) throws(StoreError) {
        let (path, kind) = (Array(defect.path.utf8), defect.kind.number)
        try store.run(
            "INSERT INTO defect VALUES (?, ?, ?)", .blob(path), .integer(kind), .integer(sum(path, kind)))
    }

    /// Reads all that ``insert(_:into:)`` wrote, but for what is something else: the index knows how many there are.
    static func all(of store: Store) throws(StoreError) -> [LedgerDefect] {
        var defects: [LedgerDefect] = []
        try store.run("SELECT path, kind, sum FROM defect") { row in defect(row).map { defects.append($0) } }
        return defects
    }

    private static func defect(_ row: Row) -> LedgerDefect? {
        let (path, number) = (row.bytes(0), row.integer(1))
        guard sum(path, number) == row.integer(2), let kind = LedgerDefect.Kind(number: number) else { return nil }
        return LedgerDefect(path: String(decoding: path, as: UTF8.self), kind: kind)
    }

    private static func sum(_ path: [UInt8], _ kind: Int64) -> Int64 {
        KeyBucket.sum(of: Array("\(kind) ".utf8) + path)
    }
}

extension LedgerDefect.Kind {
    /// The number by which the index keeps it; 0 stands for none.
    var number: Int64 {
        switch self {
        case .otherName: 1
        case .notABlob: 2
        case .hasNUL: 3
        case .tooLarge(let limit): Int64(limit)
        }
    }

    /// The kind that a number stands for.
    init?(number: Int64) {
        switch number {
        case 1: self = .otherName
        case 2: self = .notABlob
        case 3: self = .hasNUL
        case 4...: self = .tooLarge(limit: Int(number))
        default: return nil
        }
    }
}
