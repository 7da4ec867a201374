internal import CountersignApprovals
internal import CountersignObjects
internal import CountersignStore

/// What the index finds lines and notes by, as it is kept.
extension LedgerIndex {
    /// The places that a key's number leads to.
    ///
    /// Throws ``Lost`` where some may be missing.
    func places(ofKey key: Int64) throws -> [Int64] {
        let bucket = try bucket(KeyBucket.number(ofKey: key))
        // A hundred rows take as long as a note.
        try spend(bucket.rows.count / 100)
        return bucket.places(ofKey: key)
    }

    /// How many buckets have keys.
    func bucketCount() throws(StoreError) -> Int64 {
        var count: Int64 = 0
        try store.run("SELECT count(*) FROM sum") { count = $0.integer(0) }
        return count
    }

    /// Takes rows out of the keys and puts others in, all those of a bucket at once.
    ///
    /// Throws ``Lost`` where one to be taken out is not there.
    func change(removing removed: Set<KeyBucket.Row>, adding added: [KeyBucket.Row]) throws {
        let removed = Dictionary(grouping: removed) { KeyBucket.number(ofKey: $0.key) }
        let added = Dictionary(grouping: added) { KeyBucket.number(ofKey: $0.key) }
        for number in Set(removed.keys).union(added.keys) {
            var bucket = try bucket(number)
            guard bucket.change(removing: Set(removed[number] ?? []), adding: added[number] ?? []) else {
                throw Lost()
            }
            try write(bucket, as: number)
        }
    }

    /// Writes all keys of an index that has none.
    func write(_ keys: NewKeys) throws(StoreError) {
        for (number, rows) in keys.buckets where !rows.isEmpty {
            try write(KeyBucket(rows.sorted()), as: number)
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

/// All keys of an index in the making.
struct NewKeys {
    private(set) var count = 0
    /// By the bucket's number, the lowest first.
    private var rows = [[KeyBucket.Row]](repeating: [], count: KeyBucket.numbers.count)

    /// The rows of each bucket, in any order.
    var buckets: some Sequence<(number: Int64, rows: [KeyBucket.Row])> {
        zip(KeyBucket.numbers, rows).lazy.map { (number: $0, rows: $1) }
    }

    mutating func add(_ row: KeyBucket.Row) {
        rows[Int(KeyBucket.number(ofKey: row.key) - KeyBucket.numbers.lowerBound)].append(row)
        count += 1
    }
}
