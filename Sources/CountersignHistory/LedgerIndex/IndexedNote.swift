internal import CountersignApprovals
internal import CountersignLedger
internal import CountersignObjects

/// What a statement is about: the kinds of keys by which the index finds it.
enum LedgerIndexKey: Int64 {
    case subject = 1
    case change
    case revoked
    case range
    case policyChange
}

/// A note as the index keeps it: where its payloads stand, and what they are about.
struct IndexedNote: Sendable {
    var digests: [(digest: [UInt8], number: Int)] = []
    var keys: [(kind: LedgerIndexKey, value: [UInt8], digest: [UInt8])] = []
    let defect: LedgerDefect.Kind?

    init(_ content: NoteContent) {
        defect = content.defect
        for (number, line) in content.lines.enumerated() {
            guard let envelope = try? Envelope.parse(line: line),
                let statement = try? Statement.parse(payload: envelope.payload)
            else {
                digests.append(([], number))
                continue
            }
            let digest = envelope.payloadDigest.bytes
            digests.append((digest, number))
            keys += Self.keys(of: statement).map { ($0.kind, $0.value, digest) }
        }
    }

    private static func keys(of statement: Statement) -> [(kind: LedgerIndexKey, value: [UInt8])] {
        var keys: [(kind: LedgerIndexKey, value: [UInt8])] = []
        keys += statement.subjects.map { (.subject, $0.bytes) }
        keys += statement.coveredChanges.map { (.change, $0.bytes) }
        keys += [statement.revokes].compactMap { $0 }.map { (.revoked, $0.bytes) }
        if statement.range != nil { keys.append((.range, [])) }
        if statement.policyChange != nil { keys.append((.policyChange, [])) }
        return keys
    }
}
