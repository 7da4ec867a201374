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
    private let state: LedgerIndexState
    private var known: [Digest256: LedgerStatement] = [:]
    /// The note read last: statements that are asked for together often stand in one.
    private var recent: (blob: ObjectID, lines: [[UInt8]])?
    private var whole: StatementIndex?

    init(_ index: LedgerIndex) throws {
        self.index = index
        let state: LedgerIndexState? = try index.read {
            // A bucket that is gone with its sum leaves no other trace.
            guard let state = try LedgerIndexState(index.store), state.buckets == (try index.bucketCount()) else {
                return nil
            }
            return state
        }
        guard let state else {
            index.discard()
            throw LedgerIndex.Lost()
        }
        self.state = state
        index.allow(10_000 + 6 * Int(min(max(0, state.statements &+ state.unreadable), 1 << 40)))
    }

    func together<Answer>(_ questions: () throws -> Answer) rethrows -> Answer {
        guard whole == nil, !index.isReading, (try? index.begin()) != nil else { return try questions() }
        defer { index.end() }
        return try questions()
    }

    var count: Int { whole?.count ?? Int(clamping: state.statements) }
    var isEmpty: Bool { whole?.isEmpty ?? (state.statements == 0 && state.unreadable == 0) }

    var statements: [LedgerStatement] {
        get throws { try answer(whole: \.statements) { try allDigests().map(statement) } }
    }

    var unreadable: [UnreadableLine] {
        get throws {
            try answer(whole: \.unreadable) {
                let lines = try lines(of: .unreadable).filter { $0.line.digest == nil }
                guard lines.count == state.unreadable else { throw LedgerIndex.Lost() }
                return StatementIndex(lines).unreadable
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
            index: { try allDigests().filter { $0.text.hasPrefix(prefix) }.map(statement) })
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
            index: { try Set(lines(on: place).compactMap(\.line.digest)).sorted().map(statement) })
    }

    func unreadable(at place: ObjectID) throws -> [UnreadableLine] {
        try answer(
            whole: { $0.unreadable(at: place) }, index: { StatementIndex(try lines(on: place)).unreadable(at: place) })
    }

    /// The entries of the ledger that can't be read, or not as git would.
    func defects() throws -> [LedgerDefect] {
        do {
            let defects = try index.read {
                var defects = try DefectRow.all(of: index.store)
                try NoteRow.defective(of: index.store) { row in
                    guard let kind = row.defect else { return }
                    defects.append(LedgerDefect(path: row.path, kind: kind))
                }
                return defects
            }
            guard defects.count == state.defects else { throw LedgerIndex.Lost() }
            return defects.sorted { $0.path < $1.path }
        } catch let lost as LedgerIndex.Lost {
            index.discard()
            throw lost
        }
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
            index.end()
            if error is LedgerIndex.Lost { index.discard() }
            let read = try WholeLedger.readAlone(index.repository, tree: index.tree).statements
            whole = read
            return fromWhole(read)
        }
    }

    /// A line of the ledger, and what it hangs on.
    private typealias Line = (place: ObjectID, line: LedgerLine)

    private func allDigests() throws -> [Digest256] {
        var digests: Set<Digest256> = []
        try NoteRow.all(of: index.store) {
            digests.formUnion(LineDigests.read($0.lineDigests).lazy.compactMap(\.self))
        }
        var found = LedgerIndexState(tree: index.tree)
        found.count(digests, 1)
        guard found.statements == state.statements, found.digests == state.digests else { throw LedgerIndex.Lost() }
        return digests.sorted()
    }

    /// The statements with a key, whose number others may share.
    private func statements(
        of key: LedgerIndexKey, where belongs: (Statement) -> Bool
    ) throws -> [LedgerStatement] {
        // Without a digest is a line that can't be read, or a note without any, whose key has the same number.
        let digests = Set(try rows(of: key).compactMap(\.digest))
        return try digests.sorted().map(statement).filter { belongs($0.statement) }
    }

    private func statement(_ digest: Digest256) throws -> LedgerStatement {
        if let statement = known[digest] { return statement }
        let lines = try lines(of: .statement(digest)).filter { $0.line.digest == digest }
        guard let statement = StatementIndex(lines).statements.first else { throw LedgerIndex.Lost() }
        known[digest] = statement
        return statement
    }

    /// The lines with a key.
    private func lines(of key: LedgerIndexKey) throws -> [Line] {
        try rows(of: key).compactMap { row in try line(of: row).map { (row.note.annotated, $0) } }
    }

    /// The line that was found; nil for a note without any.
    private func line(of row: Found) throws -> LedgerLine? {
        let lines = try lines(of: row.note.blob)
        let number = LinePlace.line(of: row.place)
        guard lines.indices.contains(number) else {
            guard lines.isEmpty, number == 0, row.digest == nil else { throw LedgerIndex.Lost() }
            return nil
        }
        let line = LedgerLine(lines[number])
        guard line.digest == row.digest else { throw LedgerIndex.Lost() }
        return line
    }

    /// The lines that hang on an object.
    private func lines(on annotated: ObjectID) throws -> [Line] {
        // The key of a line may have the same number: of a note elsewhere, or of the same.
        var seen: Set<Int64> = []
        let found = try rows(of: .annotated(annotated)).filter {
            $0.note.annotated == annotated && seen.insert($0.note.number).inserted
        }
        return try found.flatMap { row in try lines(of: row.note.blob).map { (annotated, LedgerLine($0)) } }
    }

    private func lines(of note: ObjectID) throws -> [[UInt8]] {
        if let recent, recent.blob == note { return recent.lines }
        let lines = try NoteContent.read(note, of: index.repository).lines
        recent = (note, lines)
        try index.spend(lines.count)
        return lines
    }

    /// What a key leads to, in the order of what the notes hang on, of their paths and of the lines.
    private func rows(of key: LedgerIndexKey) throws -> [Found] {
        let places = try index.places(ofKey: key.number)
        try index.spend(places.count)
        let found = try places.map { place in
            let note = try index.note(LinePlace.note(of: place))
            return Found(place: place, note: note.row, digest: note.digest(ofLine: LinePlace.line(of: place)))
        }
        return found.sorted { $0.precedes($1) }
    }

    /// A line that a key leads to; of a note, its first line, be it there or not.
    private struct Found {
        let place: Int64
        let note: NoteRow
        let digest: Digest256?

        func precedes(_ other: Found) -> Bool {
            if note.annotated != other.note.annotated { return note.annotated < other.note.annotated }
            if note.path != other.note.path { return note.path.utf8.lexicographicallyPrecedes(other.note.path.utf8) }
            return place < other.place
        }
    }
}
