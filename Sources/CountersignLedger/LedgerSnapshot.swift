public import CountersignObjects

/// The whole ledger as one commit of it holds it.
public struct LedgerSnapshot: Sendable {
    /// The ledger's commit; nil where there is no ledger yet.
    public let tip: ObjectID?
    /// That commit's tree: two snapshots of the same tree are the same.
    public let tree: ObjectID?
    /// One for each annotated object, in order of their ids.
    public let notes: [LedgerNote]
    /// What is in the tree without being a note that can be read, in order of the paths.
    public let defects: [LedgerDefect]

    /// The ledger of a repository that has none.
    public static var empty: LedgerSnapshot { LedgerSnapshot(tip: nil, tree: nil, notes: [], defects: []) }
}

/// The lines that hang on one object, wherever in the tree they were.
public struct LedgerNote: Hashable, Sendable {
    /// The object that the note hangs on; it need not be there, and nothing is proved by the place.
    public let annotated: ObjectID
    /// The lines as bytes without their ends: each once, bytewise sorted, none blank.
    ///
    /// They may be anything.
    public let lines: [[UInt8]]
}

/// One entry of the ledger's tree that is not, or not only, readable lines.
public struct LedgerDefect: Hashable, Sendable {
    /// What is wrong with it.
    public enum Kind: Hashable, Sendable {
        /// The name is not that of a note; `git notes` passes over such entries too.
        case otherName
        /// The name is that of a note, but the entry is a directory, link or submodule.
        case notABlob
        /// The note has more bytes than the limit; its lines are not read.
        case tooLarge(limit: Int)
        /// The note has a NUL byte, at which git's merges would cut it; its lines are read all the same.
        case hasNUL
    }

    /// The path in the ledger's tree, invalid UTF-8 replaced.
    public let path: String
    /// What is wrong there.
    public let kind: Kind

    /// States what is wrong where.
    public init(path: String, kind: Kind) {
        (self.path, self.kind) = (path, kind)
    }
}
