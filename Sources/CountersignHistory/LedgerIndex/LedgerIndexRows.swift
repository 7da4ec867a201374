internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Notes, their lines and their keys as rows of the index.
extension LedgerIndex {
    /// Puts a note and its lines in, without their keys.
    func insert(_ note: IndexedNote, at place: NotePlace, as number: Int64) throws(StoreError) {
        try store.run(
            "INSERT INTO note VALUES (?, ?, ?, ?, ?)", .integer(number), .blob(Array(place.path.utf8)),
            .blob(place.annotated.bytes), .blob(place.blob.bytes), .integer(note.defect?.number ?? 0))
        for (index, line) in note.lines.enumerated() {
            try store.run(
                "INSERT INTO line VALUES (?, ?)", .integer(LinePlace.place(ofLine: index, inNote: number)),
                line.digest.map { .blob($0.bytes) } ?? .null)
        }
    }

    /// Takes a note and its lines out, without their keys.
    func removeNote(_ number: Int64) throws(StoreError) {
        let places = LinePlace.places(inNote: number)
        try store.run(
            "DELETE FROM line WHERE place BETWEEN ? AND ?", .integer(places.lowerBound), .integer(places.upperBound))
        try store.run("DELETE FROM note WHERE id = ?", .integer(number))
    }

    /// The number of the note at a place; nil where the index has none.
    func number(of place: NotePlace) throws -> Int64? {
        try places(ofKey: LedgerIndexKey.annotated(place.annotated).number).map(LinePlace.note).first { note in
            var path: [UInt8] = []
            try store.run("SELECT path FROM note WHERE id = ?", .integer(note)) { path = $0.bytes(0) }
            return path.elementsEqual(place.path.utf8)
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

    /// The keys by which a note and its lines are found.
    static func keys(of note: IndexedNote, on annotated: ObjectID, as number: Int64) -> [KeyBucket.Row] {
        let first = LinePlace.place(ofLine: 0, inNote: number)
        return [KeyBucket.Row(key: LedgerIndexKey.annotated(annotated).number, place: first)]
            + note.lines.enumerated().flatMap { index, line in
                line.keys.map { KeyBucket.Row(key: $0, place: LinePlace.place(ofLine: index, inNote: number)) }
            }
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
