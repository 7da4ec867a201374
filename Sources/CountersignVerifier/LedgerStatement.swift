public import CountersignApprovals
public import CountersignObjects

/// One statement of the ledger: a payload, and every signature that the ledger has for it.
public struct LedgerStatement: Sendable {
    /// What never changes, held once: many tables have an entry for each statement.
    final class Content: Sendable {
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

    /// Those of the envelopes, where they are many.
    private var signatures: Set<[UInt8]> = []

    /// A statement of which no envelope is known yet.
    init(_ content: Content) { self.content = content }

    /// What is decided, by whom, about what.
    ///
    /// Not yet verified.
    public var statement: Statement { content.statement }

    /// The digest of the payload's bytes: the statement's name.
    public var digest: Digest256 { content.digest }

    /// Adds an envelope with this payload that hangs on a commit.
    public mutating func add(_ envelope: Envelope, at place: ObjectID) {
        places.insert(place)
        if isNew(envelope.signature) { envelopes.append(envelope) }
    }

    /// Of many, as only somebody up to no good adds, to compare each with each would take minutes.
    private mutating func isNew(_ signature: [UInt8]) -> Bool {
        guard envelopes.count >= 16 else { return !envelopes.contains { $0.signature == signature } }
        if signatures.isEmpty { signatures = Set(envelopes.map(\.signature)) }
        return signatures.insert(signature).inserted
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

/// A line of the ledger, and what it says.
public struct LedgerLine: Sendable {
    let content: Result<(statement: LedgerStatement.Content, envelope: Envelope), UnreadableReason>
    /// The bytes of a line that can't be read.
    let unread: [UInt8]

    /// Reads a line, without its end.
    public init(_ line: [UInt8]) {
        content = Result { () throws(UnreadableReason) in
            let envelope = try Envelope.parse(line: line)
            let statement = try Statement.parse(payload: envelope.payload)
            return (LedgerStatement.Content(statement, envelope.payloadDigest), envelope)
        }
        if case .success = content { unread = [] } else { unread = line }
    }

    /// What it states, and the digest of its payload; nil for a line that can't be read.
    public var entry: (digest: Digest256, statement: Statement)? {
        (try? content.get()).map { ($0.statement.digest, $0.statement.statement) }
    }

    /// The digest of its payload; nil for a line that can't be read.
    public var digest: Digest256? { entry?.digest }
}
