/// Reads a commit's header line by line and remembers the first thing that is wrong with it.
struct CommitParser {
    /// How far the fixed order tree, parents, author, committer has come.
    private enum Stage: Int, Comparable {
        case start
        case parents
        case author
        case others

        static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    private var stage = Stage.start
    private var tree: ObjectID?
    private var parents: [ObjectID] = []
    private var author: Ident?
    private var committer: Ident?
    private var encoding: [UInt8]?
    private var isSigned = false
    private var mayContinue = false
    private var defect: CommitDefect?
    private var messageStart = 0

    /// Reads all headers.
    init(_ bytes: borrowing Span<UInt8>) throws(CommitParseError) {
        var position = 0
        var previous = 0..<0
        while position < bytes.count {
            let line = CommitHeaderLine(bytes, at: position)
            position = line.next
            if line.isBlank { break }
            if line.key != .continuation { previous = line.name }
            try take(line, bytes, name: previous)
        }
        messageStart = position
        if author == nil { note(.missingHeader("author")) }
        if committer == nil { note(.missingHeader("committer")) }
    }

    /// The commit that the headers and the bytes behind them make.
    func commit(id: ObjectID, bytes: borrowing Span<UInt8>) throws(CommitParseError) -> CommitObject {
        guard let tree else { throw .noTree }
        return CommitObject(
            id: id, tree: tree, parents: parents, author: author ?? .unknown, committer: committer ?? .unknown,
            encoding: encoding, message: bytes.array(messageStart..<bytes.count),
            signature: isSigned ? CommitSignature(separating: bytes) : nil, defect: defect)
    }

    private mutating func take(
        _ line: CommitHeaderLine, _ bytes: borrowing Span<UInt8>, name: Range<Int>
    ) throws(CommitParseError) {
        if stage == .start, line.key != .tree { throw .noTree }
        if line.hasControlByte { note(.controlByte(Self.text(bytes, name))) }
        switch line.key {
        case .tree: try takeTree(line, bytes)
        case .parent: try takeParent(line, bytes)
        case .author: takeAuthor(line, bytes)
        case .committer: takeCommitter(line, bytes)
        case .encoding: takeEncoding(line, bytes)
        case .signature: takeSignature()
        case .other: expectOthers(bytes, line.name)
        case .continuation: if !mayContinue { note(.strayContinuation) }
        }
        if !line.isTerminated { note(.unterminatedHeader) }
    }

    private mutating func takeTree(
        _ line: CommitHeaderLine, _ bytes: borrowing Span<UInt8>
    ) throws(CommitParseError) {
        guard stage == .start else { return note(.repeatedHeader("tree")) }
        guard let id = ObjectID(hexDigits: bytes, line.value) else { throw .noTree }
        tree = id
        stage = .parents
    }

    private mutating func takeParent(
        _ line: CommitHeaderLine, _ bytes: borrowing Span<UInt8>
    ) throws(CommitParseError) {
        guard stage == .parents else { return note(.misplacedHeader("parent")) }
        guard let id = ObjectID(hexDigits: bytes, line.value) else { throw .badParent }
        parents.append(id)
    }

    private mutating func takeAuthor(_ line: CommitHeaderLine, _ bytes: borrowing Span<UInt8>) {
        guard author == nil else { return note(.repeatedHeader("author")) }
        author = ident(line, bytes, name: "author")
        if stage != .parents { note(.misplacedHeader("author")) }
        stage = max(stage, .author)
    }

    private mutating func takeCommitter(_ line: CommitHeaderLine, _ bytes: borrowing Span<UInt8>) {
        guard committer == nil else { return note(.repeatedHeader("committer")) }
        committer = ident(line, bytes, name: "committer")
        if stage != .author { note(.misplacedHeader("committer")) }
        stage = .others
    }

    private mutating func takeEncoding(_ line: CommitHeaderLine, _ bytes: borrowing Span<UInt8>) {
        expectOthers(bytes, line.name)
        guard encoding == nil else { return note(.repeatedHeader("encoding")) }
        encoding = bytes.array(line.value)
    }

    private mutating func takeSignature() {
        if stage != .others { note(.misplacedHeader("gpgsig")) }
        if isSigned { note(.repeatedHeader("gpgsig")) }
        isSigned = true
        mayContinue = true
    }

    private mutating func expectOthers(_ bytes: borrowing Span<UInt8>, _ name: Range<Int>) {
        if stage == .others { mayContinue = true } else { note(.misplacedHeader(Self.text(bytes, name))) }
    }

    private mutating func ident(
        _ line: CommitHeaderLine, _ bytes: borrowing Span<UInt8>, name: String
    ) -> Ident {
        let reading = IdentReading(bytes, in: line.value)
        if !reading.isSound { note(.unreadableIdent(name)) }
        return reading.ident
    }

    private mutating func note(_ found: CommitDefect) {
        if defect == nil { defect = found }
    }

    private static func text(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String {
        let shown = range.lowerBound..<min(range.upperBound, range.lowerBound + 40)
        return String(decoding: bytes.array(shown), as: UTF8.self)
    }
}

extension ObjectID {
    /// Takes 40 lower-case hexadecimal digits out of an object's bytes.
    fileprivate init?(hexDigits bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        guard range.count == 2 * ObjectID.byteCount else { return nil }
        let id = bytes.extracting(range).withUnsafeBufferPointer { ObjectID(hexBytes: $0) }
        guard let id else { return nil }
        self = id
    }
}
