internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignObjects

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

    /// The digests of its payloads, each once.
    var digests: Set<Digest256> { Set(lines.compactMap(\.digest)) }

    var unreadableCount: Int64 { Int64(lines.count { $0.digest == nil }) }
}

extension IndexedNote.Line {
    fileprivate init(_ line: [UInt8]) {
        guard let envelope = try? Envelope.parse(line: line),
            let statement = try? Statement.parse(payload: envelope.payload)
        else {
            self.init(digest: nil, keys: [LedgerIndexKey.unreadable.number])
            return
        }
        let keys = [.statement(envelope.payloadDigest)] + LedgerIndexKey.keys(of: statement)
        self.init(digest: envelope.payloadDigest, keys: keys.map(\.number))
    }
}
