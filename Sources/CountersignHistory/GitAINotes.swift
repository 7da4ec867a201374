internal import CountersignGit
internal import CountersignLedger
internal import CountersignObjects

/// The notes that Git AI hangs on commits: where they are, read when asked for.
struct GitAINotes {
    private static let reference = "refs/notes/ai"
    /// The most bytes of a note that are read.
    ///
    /// Git AI's own have some kilobytes.
    private static let sizeLimit = 16 << 20

    private let blobs: [ObjectID: [ObjectID]]

    static func read(_ repository: Repository) throws -> GitAINotes {
        GitAINotes(blobs: try NotePlaces.read(repository, reference: reference))
    }

    /// What notes hang on.
    var annotated: some Sequence<ObjectID> { blobs.keys }

    /// The note on a commit; where two fan-outs hold one each, both, for either may flag the commit.
    func notes(on commit: ObjectID, in repository: Repository) throws -> [[UInt8]] {
        try (blobs[commit] ?? []).map { blob in
            do throws(GitError) {
                return try repository.blob(blob, limit: Self.sizeLimit)
            } catch .tooLarge {
                // What stands here is no note, so it is reported as one that can't be read, and clears nothing.
                return Array("more than \(Self.sizeLimit) bytes".utf8)
            }
        }
    }
}
