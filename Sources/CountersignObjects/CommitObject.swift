/// A commit as its raw object says it: nothing is re-encoded, replaced or grafted.
///
/// Source: git's documentation, `gitformat-signature(5)`, and `commit.c`.
public struct CommitObject: Sendable {
    /// The name under which the object was read; not computed from its bytes.
    public let id: ObjectID
    /// The tree that the commit records.
    public let tree: ObjectID
    /// The parents in the order in which they are written; those that stand out of order are not among them.
    public let parents: [ObjectID]
    /// Who is said to have written the change; empty where the header is missing or can't be read.
    public let author: Ident
    /// Who is said to have made this commit; empty where the header is missing or can't be read.
    public let committer: Ident
    /// The value of the `encoding` header, for instance `ISO-8859-1`; nil when there is none.
    public let encoding: [UInt8]?
    /// All bytes behind the blank line, whole: git itself stops at the first NUL.
    public let message: [UInt8]
    /// The `gpgsig` header and what it signs; nil when the commit isn't signed.
    public let signature: CommitSignature?
    /// The first thing that makes this commit `malformed`; nil for a sound one.
    public let defect: CommitDefect?

    /// Reads a raw commit, without the `commit SIZE` line that precedes it in storage.
    ///
    /// - Throws: `CommitParseError` when not even tree and parents can be read. Everything less is a `defect`.
    public static func parse(id: ObjectID, bytes: [UInt8]) throws(CommitParseError) -> CommitObject {
        try CommitParser(bytes.span).commit(id: id, bytes: bytes.span)
    }

    /// Reads a raw commit in place; the result holds no reference to `bytes`.
    ///
    /// - Throws: `CommitParseError` when not even tree and parents can be read. Everything less is a `defect`.
    public static func parse(id: ObjectID, bytes: UnsafeRawBufferPointer) throws(CommitParseError) -> CommitObject {
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let buffer = UnsafeBufferPointer(start: start, count: bytes.count)
        let span = buffer.span
        return try CommitParser(span).commit(id: id, bytes: span)
    }
}

/// The signature in a commit's `gpgsig` header.
public struct CommitSignature: Hashable, Sendable {
    /// The header's value with its continuation lines unfolded: armoured text that ends with a line feed.
    public let signature: [UInt8]
    /// What was signed: the raw object's bytes with the signature headers taken out, as git does it.
    public let payload: [UInt8]

    /// States a signature over a payload.
    public init(signature: [UInt8], payload: [UInt8]) {
        self.signature = signature
        self.payload = payload
    }
}

/// Why a commit can't be read at all.
public enum CommitParseError: Error, Hashable, Sendable {
    /// The first line isn't `tree` with 40 lower-case hexadecimal digits.
    case noTree
    /// A `parent` line behind the tree doesn't have 40 lower-case hexadecimal digits.
    case badParent
}

/// What makes a commit `malformed`: two readers could understand it differently.
public enum CommitDefect: Hashable, Sendable {
    /// A header that may stand once stands twice.
    case repeatedHeader(String)
    /// A header does not stand where git writes it: tree, parents, author, committer, then the others.
    case misplacedHeader(String)
    /// There is no such header.
    case missingHeader(String)
    /// A carriage return or a NUL inside this header.
    case controlByte(String)
    /// An identity without `<e-mail>`, with a stray `<` or `>`, or without a number of seconds.
    case unreadableIdent(String)
    /// A line that begins with a blank stands where no header can be continued.
    case strayContinuation
    /// The object ends inside a header line.
    case unterminatedHeader
}

extension CommitDefect: CustomStringConvertible {
    /// The defect in one clause, for the reason of a verdict.
    public var description: String {
        switch self {
        case .repeatedHeader(let name): "the header '\(name)' is repeated"
        case .misplacedHeader(let name): "the header '\(name)' is out of order"
        case .missingHeader(let name): "the header '\(name)' is missing"
        case .controlByte(let name): "a carriage return or NUL stands in the header '\(name)'"
        case .unreadableIdent(let name): "the header '\(name)' can't be read"
        case .strayContinuation: "a continuation line stands behind a header that has one line only"
        case .unterminatedHeader: "the object ends inside a header"
        }
    }
}
