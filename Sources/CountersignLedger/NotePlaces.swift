public import CountersignGit
public import CountersignObjects

/// Where the notes of any notes ref are: for each annotated object the blobs, not read.
public enum NotePlaces {
    /// The blobs of every note under a reference; an absent reference has none.
    ///
    /// An object found under two paths has two blobs. Throws `GitError`.
    public static func read(
        _ repository: Repository, reference: String
    ) throws(GitError) -> [ObjectID: [ObjectID]] {
        guard let tip = try repository.reference(reference) else { return [:] }
        return try read(repository, commit: tip)
    }

    /// The blobs of every note as one commit of a notes ref has them.
    ///
    /// Throws `GitError`.
    public static func read(
        _ repository: Repository, commit tip: ObjectID
    ) throws(GitError) -> [ObjectID: [ObjectID]] {
        let listing = try LedgerListing.read(repository, tree: try Ledger.tree(of: tip, in: repository))
        return Dictionary(grouping: listing.places, by: \.annotated).mapValues { $0.map(\.blob) }
    }
}
