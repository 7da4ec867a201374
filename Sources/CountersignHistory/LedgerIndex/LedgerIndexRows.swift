internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignStore

/// Finding notes, and their lines, in the index.
extension LedgerIndex {
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
            let found = try note(LinePlace.note(of: place)).digest(ofLine: LinePlace.line(of: place))
            guard found == digest else { throw Lost() }
        }
        return !places.isEmpty
    }
}
