internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignStore

/// What the index finds lines and notes by, as it is kept.
extension LedgerIndex {
    /// The places that a key's number leads to.
    ///
    /// Throws ``Lost`` where some may be missing.
    func places(ofKey key: Int64) throws -> [Int64] {
        try bucket(KeyBucket.number(ofKey: key)).places(ofKey: key)
    }

    /// Puts a key in.
    func insert(_ row: KeyBucket.Row) throws {
        let number = KeyBucket.number(ofKey: row.key)
        var bucket = try bucket(number)
        bucket.insert(row)
        try write(bucket, as: number)
    }

    /// Takes a key out.
    ///
    /// Throws ``Lost`` where it is not there.
    func remove(_ row: KeyBucket.Row) throws {
        let number = KeyBucket.number(ofKey: row.key)
        var bucket = try bucket(number)
        guard bucket.remove(row) else { throw Lost() }
        try write(bucket, as: number)
    }

    /// Writes all keys of an index that has none.
    func write(_ rows: inout [KeyBucket.Row]) throws(StoreError) {
        rows.sort()
        var rest = rows[...]
        while let first = rest.first {
            let number = KeyBucket.number(ofKey: first.key)
            let some = rest.prefix { KeyBucket.number(ofKey: $0.key) == number }
            try write(KeyBucket(some), as: number)
            rest = rest.dropFirst(some.count)
        }
    }

    private func bucket(_ number: Int64) throws -> KeyBucket {
        var bytes: [UInt8] = []
        try store.run("SELECT rows FROM key WHERE bucket = ?", .integer(number)) { bytes = $0.bytes(0) }
        var sum: Int64?
        try store.run("SELECT sum FROM sum WHERE bucket = ?", .integer(number)) { sum = $0.integer(0) }
        guard sum == (bytes.isEmpty ? nil : KeyBucket.sum(of: bytes)) else { throw Lost() }
        return KeyBucket(bytes: bytes)
    }

    private func write(_ bucket: KeyBucket, as number: Int64) throws(StoreError) {
        guard !bucket.rows.isEmpty else {
            try store.run("DELETE FROM key WHERE bucket = ?", .integer(number))
            try store.run("DELETE FROM sum WHERE bucket = ?", .integer(number))
            return
        }
        let bytes = bucket.bytes
        try store.run("INSERT OR REPLACE INTO key VALUES (?, ?)", .integer(number), .blob(bytes))
        try store.run("INSERT OR REPLACE INTO sum VALUES (?, ?)", .integer(number), .integer(KeyBucket.sum(of: bytes)))
    }
}
