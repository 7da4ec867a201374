internal import CountersignApprovals
internal import CountersignObjects

/// What the index finds the lines of the ledger by.
enum LedgerIndexKey {
    /// The lines with this payload.
    case statement(Digest256)
    /// Those whose statements name the commit.
    case subject(ObjectID)
    /// Those whose statements cover the change.
    case change(Digest256)
    /// Those whose statements take this one back.
    case revoked(Digest256)
    /// Those whose statements cover a range.
    case range
    /// Those whose statements are about a change of policy.
    case policyChange
    /// Those that can't be read.
    case unreadable
    /// The notes on an object, each as the place of its first line.
    case annotated(ObjectID)

    /// The keys of a line's statement; nil: of a line that can't be read.
    static func keys(of entry: (digest: Digest256, statement: Statement)?) -> [LedgerIndexKey] {
        guard let (digest, statement) = entry else { return [.unreadable] }
        var keys = [LedgerIndexKey.statement(digest)] + statement.distinctSubjects.map(LedgerIndexKey.subject)
        keys += statement.coveredChanges.map(LedgerIndexKey.change)
        if let revoked = statement.revokes { keys.append(.revoked(revoked)) }
        if statement.range != nil { keys.append(.range) }
        if statement.policyChange != nil { keys.append(.policyChange) }
        return keys
    }

    /// The number that stands for the key.
    ///
    /// Two keys may share one, by chance or by intent: whatever is found by it is held against the key itself.
    var number: Int64 {
        switch self {
        case .statement(let digest): Self.number(1, digest.firstWord)
        case .subject(let commit): Self.number(2, commit.firstWord)
        case .change(let digest): Self.number(3, digest.firstWord)
        case .revoked(let digest): Self.number(4, digest.firstWord)
        case .range: Self.number(5, 0)
        case .policyChange: Self.number(6, 0)
        case .unreadable: Self.number(7, 0)
        case .annotated(let object): Self.number(8, object.firstWord)
        }
    }

    private static func number(_ kind: UInt64, _ start: UInt64) -> Int64 {
        // An odd number with bits all over: kinds with the same value are far from each other.
        return Int64(bitPattern: start &+ kind &* 0x9e37_79b9_7f4a_7c15)
    }
}
