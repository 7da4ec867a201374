internal import CountersignApprovals
internal import CountersignGit
internal import CountersignObjects
internal import CountersignStore

/// Which commits change `.countersign`, kept between runs in a file under the git directory: for a range, all of them.
///
/// What a range holds never changes. The file may be removed at any time; where it can't be used, the trees of all commits
/// are read.
struct PolicyTouchCache {
    /// What the file was made by; another version begins anew.
    private static let version: Int64 = 1
    /// So many ranges from one root are kept, for branches that do not hold each other.
    private static let rangeLimit = 8
    private static let columns = """
        (root BLOB NOT NULL, tip BLOB NOT NULL, commits BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (root, tip))
        WITHOUT ROWID
        """

    /// The commits of `root..tip` that change `.countersign`.
    struct Range {
        let tip: ObjectID
        let commits: [ObjectID]
    }

    private let store: Store

    /// Opens the file; nil where there can be none.
    init?(_ repository: Repository) {
        let file = CacheFile("policy-changes", of: repository)
        guard let store = file.open(version: Self.version, table: ("touch", Self.columns)) else { return nil }
        self.store = store
        // What a crash of the machine tears does not match its digest, so nothing waits for the disk.
        try? store.execute("PRAGMA synchronous = OFF")
    }

    /// The ranges that begin at this root, so far as they are whole.
    func ranges(from root: ObjectID) -> [Range] {
        var found: [Range] = []
        try? store.run("SELECT tip, commits, digest FROM touch WHERE root = ?", .blob(root.bytes)) { row in
            let commits = row.bytes(1)
            guard let tip = ObjectID(bytes: row.bytes(0)), let ids = Self.decode(commits),
                Self.digest(root, tip, commits) == row.bytes(2)
            else { return }
            found.append(Range(tip: tip, commits: ids))
        }
        return found
    }

    /// Keeps a range in place of those that it holds.
    func keep(_ range: Range, from root: ObjectID, inPlaceOf held: [ObjectID]) {
        let commits = range.commits.flatMap(\.bytes)
        // Without it the next run takes as long as this one.
        try? store.transaction {
            for tip in held {
                try store.run("DELETE FROM touch WHERE root = ? AND tip = ?", .blob(root.bytes), .blob(tip.bytes))
            }
            try store.run(
                "DELETE FROM touch WHERE root = ?1 AND (SELECT count(*) FROM touch WHERE root = ?1) >= ?2",
                .blob(root.bytes), .integer(Int64(Self.rangeLimit)))
            try store.run(
                "INSERT OR REPLACE INTO touch VALUES (?, ?, ?, ?)", .blob(root.bytes), .blob(range.tip.bytes),
                .blob(commits), .blob(Self.digest(root, range.tip, commits)))
        }
    }

    private static func digest(_ root: ObjectID, _ tip: ObjectID, _ commits: [UInt8]) -> [UInt8] {
        Digest256(hashing: root.bytes + tip.bytes + commits).bytes
    }

    private static func decode(_ bytes: [UInt8]) -> [ObjectID]? {
        guard bytes.count.isMultiple(of: ObjectID.byteCount) else { return nil }
        return stride(from: 0, to: bytes.count, by: ObjectID.byteCount).compactMap {
            ObjectID(bytes: bytes[$0..<$0 + ObjectID.byteCount])
        }
    }
}
