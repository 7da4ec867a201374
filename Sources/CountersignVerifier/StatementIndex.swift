public import CountersignApprovals
public import CountersignObjects

/// All statements of a ledger, found by what they are about.
///
/// The ledger is one set: a statement is found for whatever it signs, wherever it hangs. The index is a pure function
/// of that set; two lines with the same payload are one statement.
public struct StatementIndex: StatementSource, Sendable {
    /// Every statement, in the order of their digests.
    public let statements: [LedgerStatement]
    /// The lines that can't be read, by place.
    public let unreadable: [UnreadableLine]
    private let bySubject: [ObjectID: [Int]]
    private let byPlace: [ObjectID: [Int]]
    private let byChange: [Digest256: [Int]]
    private let revocations: [Digest256: [Int]]
    private let unreadableByPlace: [ObjectID: [Int]]
    /// The statements that cover a range.
    public let ranges: [LedgerStatement]
    /// The statements that approve, or would reject, a change of policy.
    public let policyChanges: [LedgerStatement]

    /// Reads every line; a line that can't be read is kept and shown, and hides nothing.
    public init(lines: some Sequence<(place: ObjectID, line: [UInt8])>) {
        self.init(lines.lazy.map { ($0.place, LedgerLine($0.line)) })
    }

    /// Takes lines that were read; of those on one object that can't be, each once.
    public init(_ lines: some Sequence<(place: ObjectID, line: LedgerLine)>) {
        var statements: [LedgerStatement] = []
        var numbers: [Digest256: Int] = [:]
        var unreadable: [UnreadableLine] = []
        var unread: [ObjectID: Set<[UInt8]>] = [:]
        numbers.reserveCapacity(lines.underestimatedCount)
        statements.reserveCapacity(lines.underestimatedCount)
        for (place, line) in lines {
            switch line.content {
            case .success((let content, let envelope)):
                let number = numbers[content.digest] ?? statements.count
                if number == statements.count {
                    numbers[content.digest] = number
                    statements.append(LedgerStatement(content))
                }
                statements[number].add(envelope, at: place)
            case .failure(let reason):
                guard unread[place, default: []].insert(line.unread).inserted else { continue }
                unreadable.append(UnreadableLine(place: place, reason: reason.description))
            }
        }
        // Digests are moved about quicker than statements.
        let order = numbers.sorted { $0.key < $1.key }
        self.init(statements: order.map { statements[$0.value] }, unreadable: unreadable)
    }

    private init(statements: [LedgerStatement], unreadable: [UnreadableLine]) {
        self.statements = statements
        self.unreadable = unreadable
        var bySubject: [ObjectID: [Int]] = Dictionary(minimumCapacity: statements.count)
        var byPlace: [ObjectID: [Int]] = Dictionary(minimumCapacity: statements.count)
        var byChange: [Digest256: [Int]] = Dictionary(minimumCapacity: statements.count)
        var revocations: [Digest256: [Int]] = [:]
        for index in statements.indices {
            let entry = statements[index]
            for subject in entry.statement.distinctSubjects { bySubject[subject, default: []].append(index) }
            for place in entry.places { byPlace[place, default: []].append(index) }
            for digest in entry.statement.coveredChanges { byChange[digest, default: []].append(index) }
            if let revoked = entry.statement.revokes { revocations[revoked, default: []].append(index) }
        }
        self.bySubject = bySubject
        self.byPlace = byPlace
        self.byChange = byChange
        self.revocations = revocations
        ranges = statements.filter { $0.statement.range != nil }
        policyChanges = statements.filter { $0.statement.policyChange != nil }
        unreadableByPlace = Dictionary(grouping: unreadable.indices) { unreadable[$0].place }
    }

    /// How many statements there are.
    public var count: Int { statements.count }

    /// Whether the ledger says nothing at all.
    public var isEmpty: Bool { statements.isEmpty && unreadable.isEmpty }

    /// Asks the questions: in memory each is as quick by itself.
    public func together<Answer>(_ questions: () throws -> Answer) rethrows -> Answer { try questions() }

    /// The statements whose digest begins so.
    public func statements(named prefix: String) -> [LedgerStatement] {
        statements.filter { $0.digest.text.hasPrefix(prefix) }
    }

    /// The statements that name the commit as a subject.
    public func statements(about commit: ObjectID) -> [LedgerStatement] {
        (bySubject[commit] ?? []).map { statements[$0] }
    }

    /// The statements that hang on the commit, whatever they sign.
    public func statements(at place: ObjectID) -> [LedgerStatement] {
        (byPlace[place] ?? []).map { statements[$0] }
    }

    /// The statements that sign this change, for whatever commit.
    public func statements(signing change: Digest256) -> [LedgerStatement] {
        (byChange[change] ?? []).map { statements[$0] }
    }

    /// The statements that want to take this one back.
    public func revocations(of digest: Digest256) -> [LedgerStatement] {
        (revocations[digest] ?? []).map { statements[$0] }
    }

    /// The lines on the commit that can't be read.
    public func unreadable(at place: ObjectID) -> [UnreadableLine] {
        (unreadableByPlace[place] ?? []).map { unreadable[$0] }
    }
}
