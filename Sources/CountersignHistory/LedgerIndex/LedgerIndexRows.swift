internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Notes and their lines as rows of the index.
extension LedgerIndex {
    /// Puts notes, the first with the number 0, and lines in.
    func insert(
        _ notes: some Sequence<(place: NotePlace, defect: LedgerDefect.Kind?)>,
        _ lines: [(place: Int64, digest: Digest256?)]
    ) throws(StoreError) {
        for (number, note) in notes.enumerated() { try insert(note.place, note.defect, as: Int64(number)) }
        for (place, digest) in lines { try insert(line: digest, at: place) }
    }

    /// Puts a note and its lines in.
    func insert(_ note: IndexedNote, at place: NotePlace, as number: Int64) throws(StoreError) {
        try insert(place, note.defect, as: number)
        for (place, digest) in note.lines(ofNote: number) { try insert(line: digest, at: place) }
    }

    private func insert(_ note: NotePlace, _ defect: LedgerDefect.Kind?, as number: Int64) throws(StoreError) {
        let path = Array(note.path.utf8)
        try store.run(
            "INSERT INTO note VALUES (?, ?, ?, ?, ?, ?)", .integer(number), .blob(path), .blob(note.annotated.bytes),
            .blob(note.blob.bytes), .integer(defect?.number ?? 0),
            .integer(Self.sum(ofNote: number, path: path, note.annotated, note.blob, defect?.number ?? 0)))
    }

    /// What tells where a note stands and what it hangs on from anything else.
    static func sum(
        ofNote number: Int64, path: [UInt8], _ annotated: ObjectID, _ blob: ObjectID, _ defect: Int64
    ) -> Int64 {
        KeyBucket.sum(of: Array("\(number) \(defect) ".utf8) + annotated.bytes + blob.bytes + path)
    }

    private func insert(line digest: Digest256?, at place: Int64) throws(StoreError) {
        try store.run("INSERT INTO line VALUES (?, ?)", .integer(place), digest.map { .blob($0.bytes) } ?? .null)
    }

    /// Puts in what the ledger's tree holds besides notes.
    func insert(_ defects: [LedgerDefect]) throws(StoreError) {
        for defect in defects {
            try store.run(
                "INSERT INTO defect VALUES (?, ?)", .blob(Array(defect.path.utf8)), .integer(defect.kind.number))
        }
    }

    /// Takes a note and its lines out.
    func removeNote(_ number: Int64) throws(StoreError) {
        let places = LinePlace.places(inNote: number)
        try store.run(
            "DELETE FROM line WHERE place BETWEEN ? AND ?", .integer(places.lowerBound), .integer(places.upperBound))
        try store.run("DELETE FROM note WHERE id = ?", .integer(number))
    }

    /// The number of the note at a place; nil where the index has none.
    ///
    /// Throws ``Lost`` where so many share a key that to look at each would take longer than to read them all.
    func number(of place: NotePlace) throws -> Int64? {
        let places = try places(ofKey: LedgerIndexKey.annotated(place.annotated).number)
        guard places.count <= 100 else { throw Lost() }
        return try places.map(LinePlace.note).first { note in
            var isThere = false
            try store.run(
                "SELECT 1 FROM note WHERE id = ? AND path = ? AND blob = ?", .integer(note),
                .blob(Array(place.path.utf8)), .blob(place.blob.bytes)
            ) { _ in isThere = true }
            return isThere
        }
    }

    /// Whether some line has this payload.
    ///
    /// Throws ``Lost`` where a line that should have it has none, or another: two payloads may share a key by intent,
    /// and whoever wants that has the index made anew.
    func holds(_ digest: Digest256) throws -> Bool {
        let places = try places(ofKey: LedgerIndexKey.statement(digest).number)
        for place in places {
            var found: Digest256?
            try store.run("SELECT digest FROM line WHERE place = ?", .integer(place)) {
                found = Digest256(bytes: $0.bytes(0))
            }
            guard found == digest else { throw Lost() }
        }
        return !places.isEmpty
    }
}

extension IndexedNote {
    /// Its lines where the note has this number.
    func lines(ofNote number: Int64) -> [(place: Int64, digest: Digest256?)] {
        lines.enumerated().map { (LinePlace.place(ofLine: $0, inNote: number), $1.digest) }
    }

    /// What it and its lines are found by where the note has this number.
    func rows(ofNote number: Int64, on annotated: ObjectID) -> [KeyBucket.Row] {
        let first = LinePlace.place(ofLine: 0, inNote: number)
        let own = KeyBucket.Row(key: LedgerIndexKey.annotated(annotated).number, place: first)
        let ofLines = lines.enumerated().flatMap { index, line in
            line.keys.map { KeyBucket.Row(key: $0, place: LinePlace.place(ofLine: index, inNote: number)) }
        }
        return ofLines.contains(own) ? ofLines : [own] + ofLines
    }
}

extension LedgerDefect.Kind {
    /// The number by which the index keeps it; 0 stands for none.
    var number: Int64 {
        switch self {
        case .otherName: 1
        case .notABlob: 2
        case .hasNUL: 3
        case .tooLarge(let limit): Int64(limit)
        }
    }

    /// The kind that a number stands for.
    init?(number: Int64) {
        switch number {
        case 1: self = .otherName
        case 2: self = .notABlob
        case 3: self = .hasNUL
        case 4...: self = .tooLarge(limit: Int(number))
        default: return nil
        }
    }
}
