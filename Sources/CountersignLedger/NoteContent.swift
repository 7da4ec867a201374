public import CountersignGit
public import CountersignObjects

/// What stands in one note.
public struct NoteContent: Sendable {
    /// The lines, each once, bytewise sorted, without blank ones and without line ends; none of a note too large to read.
    public let lines: [[UInt8]]
    /// What keeps the note, or a part of it, from being read as git would.
    public let defect: LedgerDefect.Kind?

    /// Takes a note's bytes; nil where they are too many to be read.
    private init(_ bytes: [UInt8]?) {
        guard let bytes else {
            (lines, defect) = ([], .tooLarge(limit: NoteText.limit))
            return
        }
        lines = NoteText.lines(bytes)
        defect = bytes.contains(0) ? .hasNUL : nil
    }

    /// Reads one note.
    ///
    /// Throws `GitError`.
    public static func read(_ blob: ObjectID, of repository: Repository) throws(GitError) -> NoteContent {
        NoteContent(try repository.blob(blob, upTo: NoteText.limit))
    }

    /// Reads many notes, each different one once, in any order.
    ///
    /// - Parameters:
    ///   - blobs: the notes.
    ///   - make: gets each note, on any thread.
    ///   - take: gets what it made of each.
    /// - Throws: `GitError`, `CancellationError`, and what `make` and `take` throw.
    public static func read<Made: Sendable>(
        _ blobs: some Sequence<ObjectID>, of repository: Repository,
        make: @escaping @Sendable (NoteContent) throws -> Made, take: (ObjectID, Made) throws -> Void
    ) async throws {
        try await repository.readBlobs(
            Set(blobs).sorted(), limit: NoteText.limit,
            make: { try make(NoteContent($0)) }, take: take)
    }
}
