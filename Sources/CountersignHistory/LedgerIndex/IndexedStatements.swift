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
                let all = try digests("SELECT DISTINCT digest FROM line WHERE digest NOT NULL ORDER BY digest")
                guard all.count == counts.statements else { throw LedgerIndex.Lost() }
                return try all.map(statement)
            }
        }
    }

    var unreadable: [UnreadableLine] {
        get throws {
            try answer(whole: \.unreadable) {
                let unreadable = try lines(of: .unreadable).compactMap(\.unreadable)
                guard unreadable.count == counts.unreadable else { throw LedgerIndex.Lost() }
                return unreadable
            }
        }
    }

    var ranges: [LedgerStatement] {
        get throws { try answer(whole: \.ranges) { try statements(of: .range) { $0.range != nil } } }
    }

    var policyChanges: [LedgerStatement] {
        get throws {
            try answer(whole: \.policyChanges) { try statements(of: .policyChange) { $0.policyChange != nil } }
        }
    }

    func statements(named prefix: String) throws -> [LedgerStatement] {
        try answer(
            whole: { $0.statements(named: prefix) },
            index: {
                try digests(
                    """
                    SELECT DISTINCT digest FROM line
                    WHERE digest NOT NULL AND substr('sha256:' || lower(hex(digest)), 1, length(?1)) = ?1
                    ORDER BY digest
                    """, .text(prefix)
                ).map(statement)
            })
    }

    func statements(about commit: ObjectID) throws -> [LedgerStatement] {
        try answer(
            whole: { $0.statements(about: commit) },
            index: { try statements(of: .subject(commit)) { $0.names(commit) } })
    }

    func statements(signing change: Digest256) throws -> [LedgerStatement] {
        try answer(
            whole: { $0.statements(signing: change) },
            index: { try statements(of: .change(change)) { $0.coveredChanges.contains(change) } })
    }

    func revocations(of digest: Digest256) throws -> [LedgerStatement] {
        try answer(
            whole: { $0.revocations(of: digest) },
            index: { try statements(of: .revoked(digest)) { $0.revokes == digest } })
    }

    func statements(at place: ObjectID) throws -> [LedgerStatement] {
        try answer(
            whole: { $0.statements(at: place) },
            index: { try Set(lines(on: place).compactMap(\.digest)).sorted().map(statement) })
    }

    func unreadable(at place: ObjectID) throws -> [UnreadableLine] {
        try answer(
            whole: { $0.unreadable(at: place) },
            index: { try lines(on: place).compactMap(\.unreadable) })
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
            let read = try WholeLedger.readAlone(index.repository, tree: index.tree).statements
            whole = read
            return fromWhole(read)
        }
    }

    /// A line of the ledger, and what the index says about it.
    private struct Line {
        let annotated: ObjectID
        let bytes: [UInt8]
        let digest: Digest256?

        /// Why it can't be read; nil where it can.
        var unreadable: UnreadableLine? {
            do throws(UnreadableReason) {
                _ = try Statement.parse(payload: try Envelope.parse(line: bytes).payload)
                return nil
            } catch {
                return UnreadableLine(place: annotated, reason: error.description)
            }
        }
    }

    /// The statements with a key, whose number others may share.
    private func statements(
        of key: LedgerIndexKey, where belongs: (Statement) -> Bool
    ) throws -> [LedgerStatement] {
        let digests = try Set(
            rows(of: key).map { row in
                guard let digest = row.digest else { throw LedgerIndex.Lost() }
                return digest
            })
        return try digests.sorted().map(statement).filter { belongs($0.statement) }
    }

    private func statement(_ digest: Digest256) throws -> LedgerStatement {
        if let statement = known[digest] { return statement }
        var statement: LedgerStatement?
        for line in try lines(of: .statement(digest)) {
            let envelope = try Envelope.parse(line: line.bytes)
            guard envelope.payloadDigest == line.digest else { throw LedgerIndex.Lost() }
            guard envelope.payloadDigest == digest else { continue }
            if statement == nil {
                statement = LedgerStatement(
                    statement: try Statement.parse(payload: envelope.payload), digest: digest)
            }
            statement?.add(envelope, at: line.annotated)
        }
        guard let statement else { throw LedgerIndex.Lost() }
        known[digest] = statement
        return statement
    }

    /// The lines with a key.
    private func lines(of key: LedgerIndexKey) throws -> [Line] {
        try rows(of: key).map { row in
            let lines = try lines(of: row.blob)
            let number = LinePlace.line(of: row.place)
            guard lines.indices.contains(number) else { throw LedgerIndex.Lost() }
            return Line(annotated: row.annotated, bytes: lines[number], digest: row.digest)
        }
    }

    /// The lines that hang on an object.
    private func lines(on annotated: ObjectID) throws -> [Line] {
        try rows(of: .annotated(annotated)).filter { $0.annotated == annotated }.flatMap { row in
            let places = LinePlace.places(inNote: LinePlace.note(of: row.place))
            var digests: [Digest256?] = []
            try index.store.run(
                "SELECT digest FROM line WHERE place BETWEEN ? AND ? ORDER BY place", .integer(places.lowerBound),
                .integer(places.upperBound)
            ) { digests.append(Digest256(bytes: $0.bytes(0))) }
            let lines = try lines(of: row.blob)
            guard lines.count == digests.count else { throw LedgerIndex.Lost() }
            return zip(lines, digests).map { Line(annotated: annotated, bytes: $0, digest: $1) }
        }
    }

    private func lines(of note: ObjectID) throws -> [[UInt8]] {
        if let recent, recent.blob == note { return recent.lines }
        let lines = try NoteContent.read(note, of: index.repository).lines
        recent = (note, lines)
        return lines
    }

    private func digests(_ query: String, _ values: StoreValue...) throws(StoreError) -> [Digest256] {
        var digests: [Digest256] = []
        try index.store.run(query, values) { row in
            if let digest = Digest256(bytes: row.bytes(0)) { digests.append(digest) }
        }
        return digests
    }

    /// What a key leads to, in the order of what the notes hang on, of their paths and of the lines.
    private func rows(of key: LedgerIndexKey) throws -> [Found] {
        let found = try index.places(ofKey: key.number).map { place in
            var found: Found?
            try index.store.run(
                """
                SELECT path, blob, annotated, digest FROM note LEFT JOIN line ON line.place = ?1 WHERE note.id = ?2
                """, .integer(place), .integer(LinePlace.note(of: place))
            ) { found = Found(place: place, $0) }
            guard let found else { throw LedgerIndex.Lost() }
            return found
        }
        return found.sorted { $0 < $1 }
    }

    /// A line that a key leads to; of a note, its first line, be it there or not.
    private struct Found: Comparable {
        let place: Int64
        let path: [UInt8]
        let blob: ObjectID
        let annotated: ObjectID
        let digest: Digest256?

        init?(place: Int64, _ row: Row) {
            guard let blob = ObjectID(bytes: row.bytes(1)), let annotated = ObjectID(bytes: row.bytes(2)) else {
                return nil
            }
            (self.place, path, self.blob, self.annotated) = (place, row.bytes(0), blob, annotated)
            digest = Digest256(bytes: row.bytes(3))
        }

        static func < (left: Found, right: Found) -> Bool {
            if left.annotated != right.annotated { return left.annotated < right.annotated }
            if left.path != right.path { return left.path.lexicographicallyPrecedes(right.path) }
            return left.place < right.place
        }
    }
}
