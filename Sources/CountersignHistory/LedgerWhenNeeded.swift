public import CountersignApprovals
public import CountersignObjects
public import CountersignVerifier

/// A ledger that is opened only when something is asked of it: whoever adds to a large one seldom has to know what
/// stands there.
public final class LedgerWhenNeeded: StatementSource {
    /// A question before ``prepare()``: an error of the program's, which must not pass for a ledger that says nothing.
    public struct NotReady: Error {}

    private let open: () async throws -> any StatementSource
    private var opened: (any StatementSource)?

    /// Keeps for later how the ledger is opened.
    public init(_ open: @escaping () async throws -> any StatementSource) {
        self.open = open
    }

    /// Opens the ledger, if nobody has.
    public func prepare() async throws {
        if opened == nil { opened = try await open() }
    }

    private var ledger: any StatementSource {
        get throws(NotReady) {
            guard let opened else { throw NotReady() }
            return opened
        }
    }

    /// Asks several questions one after the other.
    public func together<Answer>(_ questions: () throws -> Answer) rethrows -> Answer {
        guard let opened else { return try questions() }
        return try opened.together(questions)
    }

    /// False as long as nobody knows.
    public var isEmpty: Bool { opened?.isEmpty ?? false }
    /// None as long as nobody has counted.
    public var count: Int { opened?.count ?? 0 }
    /// Every statement.
    public var statements: [LedgerStatement] { get throws { try ledger.statements } }
    /// The lines that can't be read.
    public var unreadable: [UnreadableLine] { get throws { try ledger.unreadable } }
    /// The statements that cover a range.
    public var ranges: [LedgerStatement] { get throws { try ledger.ranges } }
    /// The statements about a change of policy.
    public var policyChanges: [LedgerStatement] { get throws { try ledger.policyChanges } }
    /// The statements whose digest begins so.
    public func statements(named prefix: String) throws -> [LedgerStatement] { try ledger.statements(named: prefix) }
    /// The statements that name the commit as a subject.
    public func statements(about commit: ObjectID) throws -> [LedgerStatement] {
        try ledger.statements(about: commit)
    }
    /// The statements that hang on the commit.
    public func statements(at place: ObjectID) throws -> [LedgerStatement] { try ledger.statements(at: place) }
    /// The statements that sign this change.
    public func statements(signing change: Digest256) throws -> [LedgerStatement] {
        try ledger.statements(signing: change)
    }
    /// The statements that want to take this one back.
    public func revocations(of digest: Digest256) throws -> [LedgerStatement] {
        try ledger.revocations(of: digest)
    }
    /// The lines on the commit that can't be read.
    public func unreadable(at place: ObjectID) throws -> [UnreadableLine] { try ledger.unreadable(at: place) }
}
