public import CountersignObjects

/// Reads many blobs at once.
///
/// libgit2 keeps 16 MiB of delta bases a pack, and looks through all of them to drop one: 100,000 small blobs in delta
/// chains take it ten seconds, and `git cat-file --batch` one. Their bytes are held against their ids either way.
public struct BlobBatch {
    /// With fewer blobs than this the processes cost more than they save.
    public static let worthwhile = 5000

    private let repository: Repository
    private let limit: Int
    private let worthwhile: Int

    /// Prepares to read blobs of at most `limit` bytes each; from `worthwhile` of them on, git is asked.
    public init(_ repository: Repository, limit: Int, worthwhile: Int = BlobBatch.worthwhile) {
        (self.repository, self.limit, self.worthwhile) = (repository, limit, worthwhile)
    }

    /// Reads blobs in any order, many of them on several of the processor's cores.
    ///
    /// - Parameters:
    ///   - ids: the blobs.
    ///   - make: gets each blob's bytes, on any thread; nil for a blob that is larger than the limit.
    ///   - take: gets what it made of each.
    /// - Throws: `GitError.missingObject`, `.wrongType`, `.corruptObject`, `GitCommandError`, and what `make` and `take`
    ///   throw.
    public func read<Made: Sendable>(
        _ ids: [ObjectID], make: @escaping @Sendable (ArraySlice<UInt8>?) throws -> Made,
        take: (ObjectID, Made) throws -> Void
    ) async throws {
        // In a partial clone git would fetch what is not there, and reading is to stay at home.
        guard ids.count >= worthwhile, try !repository.isPartial else {
            for id in ids { try take(id, try make(read(id)?[...])) }
            return
        }
        let command = CatFileCommand(repository)
        let sizes = try await command.sizes(of: ids)
        for (id, size) in zip(ids, sizes) where size > limit { try take(id, try make(nil)) }
        let wanted = zip(ids, sizes).filter { $1 <= limit }.map { (id: $0, size: $1) }
        try await withThrowingTaskGroup(of: [(id: ObjectID, made: Made)].self) { group in
            // What is read is made something of while more is read, and not too much of it waits.
            var running = 0
            try await command.contents(of: wanted) { blobs in
                if running == 2 * Repository.cores, let made = try await group.next() {
                    for (id, made) in made { try take(id, made) }
                    running -= 1
                }
                group.addTask { try blobs.map { ($0.id, try make(try $0.checkedBytes)) } }
                running += 1
            }
            for try await made in group {
                for (id, made) in made { try take(id, made) }
            }
        }
    }

    private func read(_ id: ObjectID) throws(GitError) -> [UInt8]? {
        do throws(GitError) {
            return try repository.blob(id, limit: limit)
        } catch .tooLarge {
            return nil
        }
    }
}

extension Repository {
    /// Whether some of its objects are left with a remote until they are asked for (`git clone --filter`).
    fileprivate var isPartial: Bool {
        get throws(GitError) {
            for directory in objectDirectories {
                let files = try DirectoryListing.files(below: directory + "/pack")
                if files.contains(where: { $0.reversed().starts(with: ".promisor".utf8.reversed()) }) { return true }
            }
            return false
        }
    }
}
