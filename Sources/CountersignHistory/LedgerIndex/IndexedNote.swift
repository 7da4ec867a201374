internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignObjects
internal import CountersignVerifier

/// A note as the index keeps it: its lines' payloads, and what they are about.
struct IndexedNote: Sendable {
    struct Line: Sendable {
        /// The digest of the payload; nil for a line that can't be read.
        let digest: Digest256?
        /// The numbers of the keys that it is found by.
        let keys: [Int64]
    }

    let lines: [Line]
    let defect: LedgerDefect.Kind?
    /// As ``LineDigests`` writes them.
    let lineDigests: [UInt8]

    init(_ content: NoteContent) {
        lines = content.lines.map(Line.init)
        defect = content.defect
        lineDigests = LineDigests.bytes(of: lines.lazy.map(\.digest))
    }

    var digests: some Sequence<Digest256> { lines.lazy.compactMap(\.digest) }

    var keyCount: Int { lines.reduce(1) { $0 + $1.keys.count } }

    var unreadableCount: Int64 { Int64(lines.count { $0.digest == nil }) }

    /// What it and its lines are found by where the note has this number.
    func rows(ofNote number: Int64, on annotated: ObjectID) -> [KeyBucket.Row] {
        var rows: [KeyBucket.Row] = []
        for (index, line) in lines.enumerated() {
            let place = LinePlace.place(ofLine: index, inNote: number)
            rows += line.keys.lazy.map { KeyBucket.Row(key: $0, place: place) }
        }
        let own = LedgerIndexKey.annotated(annotated).number
        // Its first line may have a key of the same number.
        if lines.first?.keys.contains(own) != true {
            rows.append(KeyBucket.Row(key: own, place: LinePlace.place(ofLine: 0, inNote: number)))
        }
        return rows
    }
}

extension IndexedNote.Line {
    fileprivate init(_ line: [UInt8]) {
        let entry = LedgerLine(line).entry
        digest = entry?.digest
        // Two may have the same number.
        keys = Set(LedgerIndexKey.keys(of: entry).map(\.number)).sorted()
    }
}
