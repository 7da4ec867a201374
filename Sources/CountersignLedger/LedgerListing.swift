public import CountersignGit
public import CountersignObjects

/// One note of a ledger, not read: a path of the tree.
public struct NotePlace: Hashable, Sendable {
    /// The path in the ledger's tree.
    public let path: String
    /// The object that the note hangs on.
    public let annotated: ObjectID
    /// The note.
    public let blob: ObjectID
}

/// What the tree of a ledger holds, without a look into the notes.
public struct LedgerListing: Sendable {
    /// More entries than this are no ledger but a trap: a few trees can spell out more paths than memory holds.
    private static let entryLimit = 4_000_000

    /// Every note; an object found under two paths has two.
    public private(set) var places: [NotePlace] = []
    /// What is in the tree without being a note.
    public private(set) var defects: [LedgerDefect] = []

    /// Lists a ledger's tree.
    ///
    /// Throws `GitError`.
    public static func read(_ repository: Repository, tree root: ObjectID) throws(GitError) -> LedgerListing {
        var listing = LedgerListing()
        var waiting: [(tree: ObjectID, prefix: [UInt8], path: [UInt8])] = [(root, [], [])]
        var entryCount = 0
        while let (directory, prefix, path) = waiting.popLast() {
            let entries = try repository.tree(directory)
            entryCount += entries.count + 1
            guard entryCount <= entryLimit else { throw .tooManyEntries(root, limit: entryLimit) }
            for entry in entries {
                let place = path + entry.name
                switch FanOut.meaning(of: entry, below: prefix) {
                case .note(let annotated):
                    listing.places.append(
                        NotePlace(path: String(decoding: place, as: UTF8.self), annotated: annotated, blob: entry.id))
                case .directory(let digits):
                    waiting.append((entry.id, prefix + digits, place + [UInt8(ascii: "/")]))
                case .defect(let kind):
                    listing.defects.append(LedgerDefect(path: String(decoding: place, as: UTF8.self), kind: kind))
                }
            }
        }
        return listing
    }
}

/// How one tree of a ledger differs from another: which notes are gone, and which came.
public struct ListingChanges: Sendable {
    /// The notes that are gone or were replaced.
    public private(set) var removed: [NotePlace] = []
    /// The notes that came, or took another's place.
    public private(set) var added: [NotePlace] = []

    /// Compares two trees of a ledger; nil where something differs that is no note.
    ///
    /// Throws `GitError`.
    public static func between(
        _ repository: Repository, _ old: ObjectID, _ new: ObjectID
    ) throws(GitError) -> ListingChanges? {
        var changes = ListingChanges()
        for change in try repository.changes(from: old, to: new) {
            guard let annotated = FanOut.annotated(change.path),
                [change.oldMode, change.newMode].allSatisfy({ $0 == 0 || FileMode.isRegularFile($0) })
            else { return nil }
            let path = String(decoding: change.path, as: UTF8.self)
            if change.oldMode != 0 {
                changes.removed.append(NotePlace(path: path, annotated: annotated, blob: change.oldID))
            }
            if change.newMode != 0 {
                changes.added.append(NotePlace(path: path, annotated: annotated, blob: change.newID))
            }
        }
        return changes
    }
}
