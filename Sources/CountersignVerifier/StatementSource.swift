public import CountersignApprovals
public import CountersignObjects

/// Where the verifier finds the statements of a ledger: all in memory, or in an index beside it.
///
/// Whatever it is, the ledger is one set: a statement is found for whatever it signs, wherever it hangs, with every
/// signature that the ledger has for it. What can't be found for a reason that is not the ledger's throws.
public protocol StatementSource {
    /// Makes ready for questions; until then a ledger that was not needed yet may throw at each.
    func prepare() async throws

    /// Asks several questions one after the other, which is quicker than each by itself.
    func together<Answer>(_ questions: () throws -> Answer) rethrows -> Answer

    /// Whether the ledger says nothing at all.
    var isEmpty: Bool { get }
    /// How many statements there are.
    var count: Int { get }
    /// Every statement, in the order of their digests.
    var statements: [LedgerStatement] { get throws }
    /// The lines that can't be read, by place.
    var unreadable: [UnreadableLine] { get throws }
    /// The statements that cover a range.
    var ranges: [LedgerStatement] { get throws }
    /// The statements that approve, or would reject, a change of policy.
    var policyChanges: [LedgerStatement] { get throws }
    /// The statements whose digest, written `sha256:` and 64 digits, begins so.
    func statements(named prefix: String) throws -> [LedgerStatement]
    /// The statements that name the commit as a subject.
    func statements(about commit: ObjectID) throws -> [LedgerStatement]
    /// The statements that hang on the commit, whatever they sign.
    func statements(at place: ObjectID) throws -> [LedgerStatement]
    /// The statements that sign this change, for whatever commit.
    func statements(signing change: Digest256) throws -> [LedgerStatement]
    /// The statements that want to take this one back.
    func revocations(of digest: Digest256) throws -> [LedgerStatement]
    /// The lines on the commit that can't be read.
    func unreadable(at place: ObjectID) throws -> [UnreadableLine]
}

extension StatementSource {
    /// What is in memory, or in an index, is ready.
    public func prepare() async throws {}
}
