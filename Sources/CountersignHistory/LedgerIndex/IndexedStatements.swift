internal import CountersignApprovals
internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore
internal import CountersignVerifier

/// The statements of a ledger, found through its index and read from git as they are asked for.
///
/// Where the index fails meanwhile the ledger is read whole: slower, and never with another answer.
final class IndexedStatements: StatementSource {
    private let index: LedgerIndex
    private let counts: (statements: Int, unreadable: Int)
    private var known: [Digest256: LedgerStatement] = [:]
    /// The note read last: statements that are asked for together often stand in one.
    private var recent: (blob: ObjectID, lines: [[UInt8]])?
    private var whole: StatementIndex?

    init(_ index: LedgerIndex) throws {
        self.index = index
        var counts = (statements: 0, unreadable: 0)
        try index.read {
            try index.store.run("SELECT statements, unreadable FROM state") {
                counts = (Int($0.integer(0)), Int($0.integer(1)))
            }
        }
        self.counts = counts
    }

    func together<Answer>(_ questions: () throws -> Answer) rethrows -> Answer {
        guard whole == nil, !index.isReading, (try? index.begin()) != nil else { return try questions() }
        defer { index.end() }
        return try questions()
    }

    var count: Int { counts.statements }
    var isEmpty: Bool { counts.statements == 0 && counts.unreadable == 0 }

    var statements: [LedgerStatement] {
        get throws {
            try answer(whole: \.statements) {
                try statements(where: "SELECT DISTINCT digest FROM line WHERE digest <> x'' ORDER BY digest")
            }
        }
    }

    var unreadable: [UnreadableLine] {
        get throws {
            try answer(whole: \.unreadable) {
                try lines(
                    """
                    SELECT blob, annotated, number FROM line JOIN note ON note.id = line.note WHERE digest = x''
                    ORDER BY annotated, number
                    """
                ).compactMap(\.unreadable)
            }
        }
    }

    var ranges: [LedgerStatement] {
        get throws { try answer(whole: \.ranges) { try statements(with: .range, []) } }
    }

    var policyChanges: [LedgerStatement] {
        get throws { try answer(whole: \.policyChanges) { try statements(with: .policyChange, []) } }
    }

    func statements(named prefix: String) throws -> [LedgerStatement] {
        try answer(
            whole: { $0.statements(named: prefix) },
            index: {
                try statements(
                    where: """
                        SELECT DISTINCT digest FROM line
                        WHERE digest <> x'' AND substr('sha256:' || lower(hex(digest)), 1, length(?1)) = ?1
                        ORDER BY digest
                        """, .text(prefix))
            })
    }

    func statements(about commit: ObjectID) throws -> [LedgerStatement] {
        try answer(whole: { $0.statements(about: commit) }, index: { try statements(with: .subject, commit.bytes) })
    }

    func statements(signing change: Digest256) throws -> [LedgerStatement] {
        try answer(whole: { $0.statements(signing: change) }, index: { try statements(with: .change, change.bytes) })
    }

    func revocations(of digest: Digest256) throws -> [LedgerStatement] {
        try answer(whole: { $0.revocations(of: digest) }, index: { try statements(with: .revoked, digest.bytes) })
    }

    func statements(at place: ObjectID) throws -> [LedgerStatement] {
        try answer(
            whole: { $0.statements(at: place) },
            index: {
                try statements(
                    where: """
                        SELECT DISTINCT digest FROM line JOIN note ON note.id = line.note
                        WHERE annotated = ? AND digest <> x'' ORDER BY digest
                        """, .blob(place.bytes))
            })
    }

    func unreadable(at place: ObjectID) throws -> [UnreadableLine] {
        try answer(
            whole: { $0.unreadable(at: place) },
            index: {
                try lines(
                    """
                    SELECT blob, annotated, number FROM line JOIN note ON note.id = line.note
                    WHERE annotated = ? AND digest = x'' ORDER BY number
                    """, .blob(place.bytes)
                ).compactMap(\.unreadable)
            })
    }

    /// The entries of the ledger that can't be read, or not as git would.
    func defects() throws -> [LedgerDefect] {
        var defects: [LedgerDefect] = []
        try index.read {
            try index.store.run(
                "SELECT path, kind AS defect FROM defect UNION ALL SELECT path, defect FROM note WHERE defect <> 0"
            ) { row in
                guard let kind = LedgerDefect.Kind(number: row.integer(1)) else { return }
                defects.append(LedgerDefect(path: String(decoding: row.bytes(0), as: UTF8.self), kind: kind))
            }
        }
        return defects.sorted { $0.path < $1.path }
    }
}

/// From the index to the notes.
extension IndexedStatements {
    private func answer<Answer>(
        whole fromWhole: (StatementIndex) -> Answer, index fromIndex: () throws -> Answer
    ) throws -> Answer {
        if let whole { return fromWhole(whole) }
        do {
            return try index.read(fromIndex)
        } catch {
            // Whatever is wrong, the ledger itself is to say it, or the index is at fault.
            let read = try Self.readWhole(index.repository, index.tree)
            whole = read
            return fromWhole(read)
        }
    }

    private static func readWhole(_ repository: Repository, _ tree: ObjectID) throws -> StatementIndex {
        var lines: [(place: ObjectID, line: [UInt8])] = []
        for place in try LedgerListing.read(repository, tree: tree).places {
            lines += try NoteContent.read(place.blob, of: repository).lines.map { (place.annotated, $0) }
        }
        return StatementIndex(lines: lines)
    }

    private func statements(with kind: LedgerIndexKey, _ value: [UInt8]) throws -> [LedgerStatement] {
        guard try LedgerIndexSums.agree(on: kind, value, in: index.store) else { throw LedgerIndex.Lost() }
        return try statements(
            where: "SELECT digest FROM key WHERE kind = ? AND value = ? ORDER BY digest", .integer(kind.rawValue),
            .blob(value))
    }

    /// The statements whose digests a query gives.
    private func statements(where query: String, _ values: StoreValue...) throws -> [LedgerStatement] {
        var digests: [Digest256] = []
        try index.store.run(query, values) { row in
            if let digest = Digest256(bytes: row.bytes(0)) { digests.append(digest) }
        }
        return try digests.map(statement)
    }

    private func statement(_ digest: Digest256) throws -> LedgerStatement {
        if let statement = known[digest] { return statement }
        var statement: LedgerStatement?
        for line in try lines(
            """
            SELECT blob, annotated, number FROM line JOIN note ON note.id = line.note WHERE digest = ?
            ORDER BY annotated, path, number
            """, .blob(digest.bytes))
        {
            let envelope = try Envelope.parse(line: line.bytes)
            guard envelope.payloadDigest == digest else { throw LedgerIndex.Lost() }
            if statement == nil {
                statement = LedgerStatement(
                    statement: try Statement.parse(payload: envelope.payload), digest: digest)
            }
            statement?.add(envelope, at: line.place)
        }
        guard let statement else { throw LedgerIndex.Lost() }
        known[digest] = statement
        return statement
    }

    /// A line of the ledger, and what it hangs on.
    private struct Line {
        let place: ObjectID
        let bytes: [UInt8]

        /// Why it can't be read; nil where it can.
        var unreadable: UnreadableLine? {
            do throws(UnreadableReason) {
                _ = try Statement.parse(payload: try Envelope.parse(line: bytes).payload)
                return nil
            } catch {
                return UnreadableLine(place: place, reason: error.description)
            }
        }
    }

    private func lines(of note: ObjectID) throws -> [[UInt8]] {
        if let recent, recent.blob == note { return recent.lines }
        let lines = try NoteContent.read(note, of: index.repository).lines
        recent = (note, lines)
        return lines
    }

    /// The lines whose note, place and number in the note a query gives.
    private func lines(_ query: String, _ values: StoreValue...) throws -> [Line] {
        var found: [(blob: ObjectID, place: ObjectID, number: Int)] = []
        try index.store.run(query, values) { row in
            guard let blob = ObjectID(bytes: row.bytes(0)), let place = ObjectID(bytes: row.bytes(1)) else { return }
            found.append((blob, place, Int(row.integer(2))))
        }
        return try found.map { entry in
            let lines = try lines(of: entry.blob)
            guard lines.indices.contains(entry.number) else { throw LedgerIndex.Lost() }
            return Line(place: entry.place, bytes: lines[entry.number])
        }
    }
}
