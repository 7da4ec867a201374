internal import CountersignApprovals
internal import CountersignGit
internal import CountersignObjects
internal import CountersignStore

/// What git's parser found in policies, kept between runs in a file under the git directory, by the id of the file.
///
/// What a policy holds never changes with its id. The file may be removed at any time; where it can't be used, git is
/// asked.
struct PolicyListingCache {
    /// What the file was made by; another version begins anew.
    private static let version: Int64 = 1
    /// So many are kept, of at most so many bytes each: anybody may have a policy on a branch of his own.
    private static let (countLimit, sizeLimit) = (256, 1 << 16)
    private static let columns = "(id BLOB PRIMARY KEY, listing BLOB NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID"

    private let store: Store
    private let file: CacheFile

    /// Opens the file; nil where there can be none.
    init?(_ repository: Repository) {
        file = CacheFile("policies", of: repository)
        guard let store = file.open(version: Self.version, table: ("policy", Self.columns)) else { return nil }
        self.store = store
        // What a crash of the machine tears does not match its digest, so nothing waits for the disk.
        try? store.execute("PRAGMA synchronous = OFF")
    }

    /// What was kept of a file; nil where there is nothing that is whole.
    func listing(of policy: ObjectID) -> [UInt8]? {
        var found: (listing: [UInt8], digest: [UInt8])?
        do {
            try store.run("SELECT listing, digest FROM policy WHERE id = ?", .blob(policy.bytes)) {
                found = ($0.bytes(0), $0.bytes(1))
            }
        } catch {
            if error.isDamage { file.remove() }
            return nil
        }
        guard let found, Self.digest(policy, found.listing) == found.digest else { return nil }
        return found.listing
    }

    /// Keeps what git found, in place of all others where there are too many.
    func keep(_ listing: [UInt8], of policy: ObjectID) {
        guard listing.count <= Self.sizeLimit else { return }
        // Without it the next run takes as long as this one.
        try? store.transaction {
            try store.execute("DELETE FROM policy WHERE (SELECT count(*) FROM policy) >= \(Self.countLimit)")
            try store.run(
                "INSERT OR REPLACE INTO policy VALUES (?, ?, ?)", .blob(policy.bytes), .blob(listing),
                .blob(Self.digest(policy, listing)))
        }
    }

    private static func digest(_ policy: ObjectID, _ listing: [UInt8]) -> [UInt8] {
        Digest256(hashing: policy.bytes + listing).bytes
    }
}
