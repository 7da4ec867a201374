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

    init(_ content: NoteContent) {
        lines = content.lines.map(Line.init)
        defect = content.defect
    }

    var unreadableCount: Int64 { Int64(lines.count { $0.digest == nil }) }
}

extension IndexedNote.Line {
    fileprivate init(_ line: [UInt8]) {
        let entry = LedgerLine(line).entry
        digest = entry?.digest
        // Two may have the same number.
        keys = Set(LedgerIndexKey.keys(of: entry).map(\.number)).sorted()
    }
}
