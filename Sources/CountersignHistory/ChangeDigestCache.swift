internal import CountersignApprovals
internal import CountersignGit
internal import CountersignObjects
internal import CountersignStore

/// The change digests of commits, kept between runs in a file under the git directory.
///
/// What a commit changes never changes. The file grows by segments, each with its own digest; it is read whole, since
/// whether a change landed before is asked of all commits at once. It may be removed at any time; where it can't be used,
/// the trees are read again.
final class ChangeDigestCache {
    /// What the file was made by; another version begins anew.
    private static let version: Int64 = 1
    private static let columns = "(number INTEGER PRIMARY KEY, digest BLOB NOT NULL, changes BLOB NOT NULL)"
    /// Fewer new ones than the first are as quickly found again as kept; so many as the second wait for no more.
    private static let (worthwhile, enough) = (100, 10_000)
    /// So many segments are put together to one.
    private static let segmentLimit = 64

    private let store: Store
    private var known: [ObjectID: Digest256?] = [:]
    private var fresh: [UInt8] = []
    private var freshCount = 0

    /// Opens and reads the file; nil where there can be none.
    init?(_ repository: Repository) {
        let file = CacheFile("changes", of: repository)
        guard let store = file.open(version: Self.version, table: ("segment", Self.columns)) else { return nil }
        self.store = store
        do {
            // What a crash of the machine tears does not match its digest, so nothing waits for the disk.
            try store.execute("PRAGMA synchronous = OFF")
            for segment in try segments() { read(segment) }
        } catch {
            if error.isDamage { file.remove() }
            return nil
        }
    }

    deinit {
        if freshCount >= Self.worthwhile { write() }
    }

    /// What was kept of a commit: its digest, or that it changes nothing; nil where nothing was.
    func digest(of commit: ObjectID) -> Digest256?? { known[commit] }

    /// Keeps a commit's digest, or that it changes nothing.
    func keep(_ digest: Digest256?, of commit: ObjectID) {
        known[commit] = .some(digest)
        fresh += commit.bytes + [digest == nil ? 0 : 1] + (digest?.bytes ?? [])
        freshCount += 1
        if freshCount >= Self.enough { write() }
    }

    /// The segments that are whole.
    private func segments() throws(StoreError) -> [[UInt8]] {
        var found: [[UInt8]] = []
        try store.run("SELECT changes, digest FROM segment") { row in
            let changes = row.bytes(0)
            if Digest256(hashing: changes).bytes == row.bytes(1) { found.append(changes) }
        }
        return found
    }

    private func read(_ segment: [UInt8]) {
        var rest = segment[...]
        while let id = ObjectID(bytes: rest.prefix(ObjectID.byteCount)) {
            rest = rest.dropFirst(ObjectID.byteCount)
            let isEmpty = rest.popFirst() == 0
            let digest = isEmpty ? nil : Digest256(bytes: Array(rest.prefix(Digest256.byteCount)))
            guard isEmpty || digest != nil else { return }
            known[id] = .some(digest)
            if !isEmpty { rest = rest.dropFirst(Digest256.byteCount) }
        }
    }

    /// Without it the next run takes as long as this one.
    private func write() {
        try? store.transaction {
            let older = try segments()
            let isMany = older.count >= Self.segmentLimit
            if isMany { try store.execute("DELETE FROM segment") }
            let bytes = isMany ? older.reduce([], +) + fresh : fresh
            try store.run(
                "INSERT INTO segment (digest, changes) VALUES (?, ?)", .blob(Digest256(hashing: bytes).bytes),
                .blob(bytes))
        }
        (fresh, freshCount) = ([], 0)
    }
}
