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
        guard ids.count >= max(1, worthwhile), try !repository.isPartial else {
            for id in ids { try take(id, try make(read(id)?[...])) }
            return
        }
        let command = CatFileCommand(repository)
        let part = (ids.count + Repository.cores - 1) / Repository.cores
        let shares = stride(from: 0, to: ids.count, by: part).map { ids[$0..<min($0 + part, ids.count)] }
        var missing = ids.count
        try await gather(on: shares.count) { [limit] task, tell in
            try await command.contents(of: shares[task], limit: limit) { blobs in
                tell(try blobs.map { ($0.id, try make(try $0.checkedBytes)) })
            }
        } take: { (some: [(ObjectID, Made)]) in
            for (id, made) in some { try take(id, made) }
            missing -= some.count
            return missing == 0
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
            try ObjectDirectories.packFileCount(of: objectDirectories, ending: ".promisor") > 0
        }
    }
}
