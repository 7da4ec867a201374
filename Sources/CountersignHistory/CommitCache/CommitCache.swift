internal import CountersignApprovals
internal import CountersignGit
internal import CountersignMarkers
internal import CountersignObjects
internal import CountersignStore
internal import CountersignVerifier

/// The facts of commits kept between runs, in a file under the git directory.
///
/// A commit never changes, so neither does what its bytes say; what Git AI's notes, a policy's own markers or a later
/// table of markers say of it is no part of this. The file grows by segments, each with its own digest. It may be removed
/// at any time; where it can't be used, every commit is read.
struct CommitCache {
    /// What the file was made by; another version begins anew.
    private static let version: Int64 = 1
    private static let columns =
        "(first INTEGER PRIMARY KEY, markers TEXT NOT NULL, digest BLOB NOT NULL, commits BLOB NOT NULL)"
    /// Hundreds of thousands of commits are read in one go: in small pages that is thousands of calls of the system.
    private static let pageSize = 65_536
    /// Fewer new commits than this are as quickly read again as kept.
    private static let worthwhile = 100
    /// So many commits are in a segment at most, to bound what is held in memory besides.
    private static let segmentSize = 65_536
    /// So many segments that are not full are put together.
    private static let segmentLimit = 64
    /// The bytes of a commit in a segment, besides its parents.
    private static let fixedBytes = ObjectID.byteCount + 2

    /// What is kept of one commit.
    struct Entry {
        let id: ObjectID
        /// Their numbers: the known commits have the first ones, and the new ones follow, each in its order.
        let parents: ArraySlice<Int32>
        let traits: KnownCommits.Traits
    }

    private let store: Store
    private let markers: String
    /// What was found in the file.
    private(set) var known = KnownCommits()
    private var segments = 0

    /// Opens the file; nil where there can be none.
    init?(_ repository: Repository, markers: String) {
        let file = CacheFile("commits", of: repository)
        guard let store = file.open(version: Self.version, table: ("segment", Self.columns), pageSize: Self.pageSize)
        else { return nil }
        self.store = store
        self.markers = markers
        do {
            try load()
        } catch {
            if error.isDamage { file.remove() }
            return nil
        }
    }

    /// Reads the segments up to the first that is not whole, or was made with another table of markers.
    private mutating func load() throws(StoreError) {
        known = KnownCommits(capacity: Int(try store.byteCount) / (Self.fixedBytes + 4))
        var isWhole = true
        try store.run("SELECT first, digest, commits FROM segment WHERE markers = ? ORDER BY first", .text(markers)) {
            let commits = $0.bytes(2)
            guard isWhole, Int($0.integer(0)) == known.count, Digest256(hashing: commits).bytes == $0.bytes(1) else {
                isWhole = false
                return
            }
            segments += 1
            // What another program made to look whole is no part of this.
            if !Self.decode(commits, into: &known) { (known, isWhole) = (KnownCommits(), false) }
        }
        // Then all is written anew.
        if !isWhole { segments = 0 }
    }

    /// Keeps what was read in this run, if that is worth while and no other process was faster.
    ///
    /// - Parameter commits: each with all its parents known or before it, and at most ``KnownCommits/parentLimit``.
    func add(_ commits: some Collection<Entry>) {
        guard commits.count >= Self.worthwhile else { return }
        let isNew = segments == 0 || segments >= Self.segmentLimit + known.count / Self.segmentSize
        // Without it the next run takes as long as this one.
        try? store.transaction {
            var next: Int64 = 0
            try store.run("SELECT count(*) FROM segment WHERE markers = ?", .text(markers)) { next = $0.integer(0) }
            // Another process wrote meanwhile: what it wrote is as good.
            guard Int(next) == segments || isNew && segments == 0 else { return }
            var segment = Segment(first: isNew ? 0 : known.count)
            if isNew {
                try store.execute("DELETE FROM segment")
                for number in known.ids.indices {
                    let parents = known.parents[number]
                    try write(Entry(id: known.ids[number], parents: parents, traits: known.traits[number]), &segment)
                }
            }
            for commit in commits { try write(commit, &segment) }
            try flush(&segment)
        }
    }

    /// Commits that are gathered, to be written in one go.
    private struct Segment {
        var first: Int
        var count = 0
        var bytes: [UInt8] = []
    }

    private func write(_ commit: Entry, _ segment: inout Segment) throws(StoreError) {
        Self.encode(commit, &segment.bytes)
        segment.count += 1
        if segment.count == Self.segmentSize { try flush(&segment) }
    }

    private func flush(_ segment: inout Segment) throws(StoreError) {
        guard segment.count > 0 else { return }
        try store.run(
            "INSERT INTO segment VALUES (?, ?, ?, ?)", .integer(Int64(segment.first)), .text(markers),
            .blob(Digest256(hashing: segment.bytes).bytes), .blob(segment.bytes))
        segment = Segment(first: segment.first + segment.count)
    }

    /// A commit: its id, its traits, how many parents it has, and their numbers in four bytes each, the lowest first.
    private static func encode(_ commit: Entry, _ bytes: inout [UInt8]) {
        commit.id.withUnsafeBytes { bytes.append(contentsOf: $0) }
        bytes.append(commit.traits.rawValue)
        bytes.append(UInt8(commit.parents.count))
        for parent in commit.parents { withUnsafeBytes(of: parent.littleEndian) { bytes.append(contentsOf: $0) } }
    }

    /// False, and what was read so far is there, where it is not such a row.
    private static func decode(_ bytes: [UInt8], into known: inout KnownCommits) -> Bool {
        var parents: [Int32] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= fixedBytes, let id = ObjectID(bytes: rest.prefix(ObjectID.byteCount)) else {
                return false
            }
            let traits = KnownCommits.Traits(rawValue: rest[rest.startIndex + ObjectID.byteCount])
            let count = Int(rest[rest.startIndex + ObjectID.byteCount + 1])
            rest = rest.dropFirst(fixedBytes)
            guard rest.count >= 4 * count else { return false }
            parents.removeAll(keepingCapacity: true)
            for place in 0..<count {
                let start = rest.startIndex + 4 * place
                parents.append((0..<4).reduce(0) { $0 | Int32(rest[start + $1]) << (8 * Int32($1)) })
            }
            guard known.append(id, parents: parents[...], traits) else { return false }
            rest = rest.dropFirst(4 * count)
        }
        return true
    }
}
