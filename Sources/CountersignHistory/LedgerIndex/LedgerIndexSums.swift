internal import CountersignApprovals
internal import CountersignStore

/// Checksums over the keys of the index: a key that is lost without a trace could hide a revocation.
///
/// Keys are gathered by their kind and their first two bytes, and of each such group the index keeps the exclusive or of
/// what its keys hash to. So a change costs a step for each key, and a question the reading of one small group.
struct LedgerIndexSums {
    static let schema = "CREATE TABLE sum (bucket INTEGER PRIMARY KEY, sum INTEGER NOT NULL);"

    /// What the sums change by.
    private var changes: [Int64: Int64] = [:]

    /// Notes that a key came or went.
    mutating func toggle(_ kind: Int64, _ value: [UInt8], _ digest: [UInt8]) {
        changes[Self.bucket(kind, value), default: 0] ^= Self.hash(kind, value, digest)
    }

    /// Writes what was noted.
    func write(to store: Store) throws(StoreError) {
        for (bucket, change) in changes where change != 0 {
            // SQLite has no exclusive or.
            try store.run(
                """
                INSERT INTO sum VALUES (?1, ?2) ON CONFLICT (bucket) DO UPDATE SET sum = (sum | ?2) - (sum & ?2)
                """, .integer(bucket), .integer(change))
        }
    }

    /// Whether all keys are there that begin like this one, and no others.
    static func agree(on kind: LedgerIndexKey, _ value: [UInt8], in store: Store) throws(StoreError) -> Bool {
        var sum: Int64 = 0
        let start = Array(value.prefix(groupedBytes))
        let end = start.isEmpty ? [] : start + [UInt8](repeating: 0xff, count: Digest256.byteCount)
        try store.run(
            "SELECT value, digest FROM key WHERE kind = ? AND value BETWEEN ? AND ?", .integer(kind.rawValue),
            .blob(start), .blob(end)
        ) { sum ^= hash(kind.rawValue, $0.bytes(0), $0.bytes(1)) }
        var kept: Int64 = 0
        try store.run("SELECT sum FROM sum WHERE bucket = ?", .integer(bucket(kind.rawValue, value))) {
            kept = $0.integer(0)
        }
        return sum == kept
    }

    private static let groupedBytes = 2

    private static func bucket(_ kind: Int64, _ value: [UInt8]) -> Int64 {
        value.prefix(groupedBytes).reduce(kind) { $0 << 8 | Int64($1) }
    }

    private static func hash(_ kind: Int64, _ value: [UInt8], _ digest: [UInt8]) -> Int64 {
        let bytes = Digest256(hashing: [UInt8(truncatingIfNeeded: kind), UInt8(value.count)] + value + digest).bytes
        return Int64(bitPattern: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}
