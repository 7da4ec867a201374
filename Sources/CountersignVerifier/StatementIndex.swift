public import CountersignApprovals
public import CountersignObjects

/// One statement of the ledger: a payload, and every signature that the ledger has for it.
public struct LedgerStatement: Sendable {
    /// What never changes, held once: many tables have an entry for each statement.
    private final class Content: Sendable {
        let statement: Statement
        let digest: Digest256

        init(_ statement: Statement, _ digest: Digest256) {
            (self.statement, self.digest) = (statement, digest)
        }
    }

    private let content: Content
    /// The envelopes with this payload, at least one.
    ///
    /// A bad signature never hides a good one beside it.
    public private(set) var envelopes: [Envelope] = []
    /// The commits that it hangs on; only people and `git log --notes` need them.
    public private(set) var places: Set<ObjectID> = []

    /// A statement of which no envelope is known yet.
    public init(statement: Statement, digest: Digest256) {
        content = Content(statement, digest)
    }

    /// What is decided, by whom, about what.
    ///
    /// Not yet verified.
    public var statement: Statement { content.statement }

    /// The digest of the payload's bytes: the statement's name.
    public var digest: Digest256 { content.digest }

    /// Adds an envelope with this payload that hangs on a commit.
    public mutating func add(_ envelope: Envelope, at place: ObjectID) {
        places.insert(place)
        if !envelopes.contains(where: { $0.signature == envelope.signature }) { envelopes.append(envelope) }
    }
}

/// A line of the ledger that says nothing that can be read.
public struct UnreadableLine: Sendable {
    /// The commit that the line hangs on.
    public let place: ObjectID
    /// What is wrong with it.
    public let reason: String

    /// States where it hangs and what is wrong.
    public init(place: ObjectID, reason: String) {
        (self.place, self.reason) = (place, reason)
    }
}

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
        self.init(lines.lazy.map(ReadLine.init))
    }

    /// The same with the lines spread over the processor's cores.
    public static func reading(_ lines: [(place: ObjectID, line: [UInt8])]) async -> StatementIndex {
        let shares = await withTaskGroup(of: (start: Int, lines: [ReadLine]).self) { group in
            for start in stride(from: 0, to: lines.count, by: share) {
                let some = lines[start..<min(start + share, lines.count)]
                group.addTask { (start, some.map(ReadLine.init)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return StatementIndex(Array(shares.sorted { $0.start < $1.start }.lazy.map(\.lines).joined()))
    }

    /// So many lines one task reads: about a millisecond of work.
    private static let share = 64

    /// A line of the ledger, and what it says.
    private struct ReadLine {
        let place: ObjectID
        let content: Result<(envelope: Envelope, digest: Digest256, statement: Statement), UnreadableReason>

        init(_ place: ObjectID, _ line: [UInt8]) {
            self.place = place
            content = Result { () throws(UnreadableReason) in
                let envelope = try Envelope.parse(line: line)
                return (envelope, envelope.payloadDigest, try Statement.parse(payload: envelope.payload))
            }
        }
    }

    private init(_ lines: some Sequence<ReadLine>) {
        var statements: [LedgerStatement] = []
        var numbers: [Digest256: Int] = [:]
        var unreadable: [UnreadableLine] = []
        numbers.reserveCapacity(lines.underestimatedCount)
        statements.reserveCapacity(lines.underestimatedCount)
        for line in lines {
            switch line.content {
            case .success((let envelope, let digest, let statement)):
                let number = numbers[digest] ?? statements.count
                if number == statements.count {
                    numbers[digest] = number
                    statements.append(LedgerStatement(statement: statement, digest: digest))
                }
                statements[number].add(envelope, at: line.place)
            case .failure(let reason):
                unreadable.append(UnreadableLine(place: line.place, reason: reason.description))
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
