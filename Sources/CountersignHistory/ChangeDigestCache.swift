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

    /// Nil where nothing is kept for later runs.
    private let store: Store?
    private var commits = NumberedIDs()
    /// What each commit changes, by its number: nil for nothing.
    private var digests: [Digest256?] = []
    /// How many of them are in the file.
    private var writtenCount = 0

    /// Opens and reads the file; without one, or where there can be none, what is kept lasts as long as this does.
    init(_ repository: Repository?) {
        let file = repository.map { CacheFile("changes", of: $0) }
        store = file?.open(version: Self.version, table: ("segment", Self.columns))
        guard let store else { return }
        do {
            // What a crash of the machine tears does not match its digest, so nothing waits for the disk.
            try store.execute("PRAGMA synchronous = OFF")
            try eachSegment(of: store) { read($0) }
        } catch {
            if error.isDamage { file?.remove() }
        }
        writtenCount = commits.count
    }

    deinit {
        if commits.count - writtenCount >= Self.worthwhile { write() }
    }

    /// What was kept of a commit: its digest, or that it changes nothing; nil where nothing was.
    func digest(of commit: ObjectID) -> Digest256?? {
        commits.number(of: commit).map { digests[$0] }
    }

    /// Keeps a commit's digest, or that it changes nothing.
    func keep(_ digest: Digest256?, of commit: ObjectID) {
        guard commits.append(commit) else { return }
        digests.append(digest)
        if commits.count - writtenCount >= Self.enough { write() }
    }

    /// Hands over the segments that are whole, and tells how many there are.
    @discardableResult
    private func eachSegment(of store: Store, _ body: ([UInt8]) -> Void) throws(StoreError) -> Int {
        var count = 0
        try store.run("SELECT changes, digest FROM segment") { row in
            let changes = row.bytes(0)
            guard Digest256(hashing: changes).bytes == row.bytes(1) else { return }
            count += 1
            body(changes)
        }
        return count
    }

    private func read(_ segment: [UInt8]) {
        var rest = segment[...]
        while let id = ObjectID(bytes: rest.prefix(ObjectID.byteCount)) {
            rest = rest.dropFirst(ObjectID.byteCount)
            let isEmpty = rest.popFirst() == 0
            let digest = isEmpty ? nil : Digest256(bytes: rest.prefix(Digest256.byteCount))
            guard isEmpty || digest != nil else { return }
            if commits.append(id) { digests.append(digest) }
            if !isEmpty { rest = rest.dropFirst(Digest256.byteCount) }
        }
    }

    /// Without it the next run takes as long as this one.
    private func write() {
        var bytes: [UInt8] = []
        for number in writtenCount..<commits.count {
            bytes += commits.ids[number].bytes + [digests[number] == nil ? 0 : 1] + (digests[number]?.bytes ?? [])
        }
        writtenCount = commits.count
        guard let store else { return }
        try? store.transaction {
            var older: [UInt8] = []
            if try eachSegment(of: store, { older += $0 }) >= Self.segmentLimit {
                try store.execute("DELETE FROM segment")
                bytes = older + bytes
            }
            try store.run(
                "INSERT INTO segment (digest, changes) VALUES (?, ?)", .blob(Digest256(hashing: bytes).bytes),
                .blob(bytes))
        }
    }
}
