public import CountersignGit
public import CountersignObjects

/// Reads the ledger.
public enum Ledger {
    /// The reference that holds the ledger.
    public static let reference = "refs/notes/countersign"

    /// Reads every note of the ledger that a reference names; an absent reference is an empty ledger.
    ///
    /// Throws `GitError`: a missing or corrupt object is no reason to leave statements out.
    public static func snapshot(
        _ repository: Repository, reference: String = Ledger.reference
    ) async throws -> LedgerSnapshot {
        guard let tip = try repository.reference(reference) else {
            return LedgerSnapshot(tip: nil, tree: nil, notes: [], defects: [])
        }
        return try await snapshot(repository, commit: tip)
    }

    /// Reads every note of the ledger as one commit of it has it.
    ///
    /// Throws `GitError`.
    public static func snapshot(_ repository: Repository, commit: ObjectID) async throws -> LedgerSnapshot {
        let tree = try tree(of: commit, in: repository)
        let listing = try LedgerListing.read(repository, tree: tree)
        let texts = try await texts(listing, in: repository)
        var defects = listing.defects
        var notes: [LedgerNote] = []
        for (annotated, places) in Dictionary(grouping: listing.places, by: \.annotated).sorted(by: { $0.key < $1.key })
        {
            var sets: [[[UInt8]]] = []
            for place in places {
                guard let text = texts[place.blob] else { throw GitError.missingObject(place.blob, shallow: false) }
                if let kind = text.defect { defects.append(LedgerDefect(path: place.path, kind: kind)) }
                sets.append(text.lines)
            }
            notes.append(LedgerNote(annotated: annotated, lines: sets.count == 1 ? sets[0] : LedgerUnion.unite(sets)))
        }
        return LedgerSnapshot(tip: commit, tree: tree, notes: notes, defects: defects.sorted { $0.path < $1.path })
    }

    /// Every different note once.
    private static func texts(_ listing: LedgerListing, in repository: Repository) async throws -> [ObjectID:
        NoteContent]
    {
        var texts: [ObjectID: NoteContent] = [:]
        try await NoteContent.read(listing.places.map(\.blob), of: repository, make: { $0 }, take: { texts[$0] = $1 })
        return texts
    }

    /// The tree of a commit of the ledger.
    ///
    /// Throws `GitError`.
    public static func tree(of commit: ObjectID, in repository: Repository) throws(GitError) -> ObjectID {
        do {
            return try repository.commitBytes(commit) { bytes throws(GitError) -> ObjectID in
                let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
                guard line.starts(with: "tree ".utf8), let tree = ObjectID(hexBytes: Array(line.dropFirst(5))) else {
                    throw .corruptObject(commit, "a commit without a tree")
                }
                return tree
            }
        } catch {
            throw error as? GitError ?? .corruptObject(commit, String(describing: error))
        }
    }
}
