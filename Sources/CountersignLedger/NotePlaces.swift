public import CountersignGit
public import CountersignObjects

/// Where the notes of any notes ref are: for each annotated object the blobs, not read.
public enum NotePlaces {
    /// More entries than this are a trap: a few trees can spell out more paths than memory holds.
    private static let entryLimit = 20_000_000

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
        let tree = try Ledger.tree(of: tip, in: repository)
        var blobs: [ObjectID: [ObjectID]] = [:]
        var waiting: [(tree: ObjectID, prefix: [UInt8])] = [(tree, [])]
        var entryCount = 0
        while let (directory, prefix) = waiting.popLast() {
            let entries = try repository.tree(directory)
            entryCount += entries.count + 1
            guard entryCount <= entryLimit else { throw .tooLarge(tree, limit: entryLimit) }
            for entry in entries {
                switch FanOut.meaning(of: entry, below: prefix) {
                case .note(let annotated): blobs[annotated, default: []].append(entry.id)
                case .directory(let digits): waiting.append((entry.id, prefix + digits))
                case .defect: continue
                }
            }
        }
        return blobs
    }
}
