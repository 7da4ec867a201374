public import CountersignObjects

extension Repository {
    /// Reads many blobs, in any order, on all of the processor's cores.
    ///
    /// - Parameters:
    ///   - ids: the blobs.
    ///   - limit: how many bytes each may have.
    ///   - make: gets each blob's bytes, on any thread; nil for one that has more.
    ///   - take: gets what it made of each.
    /// - Throws: `GitError.missingObject`, `.wrongType`, `.corruptObject`, `CancellationError`, and what `make` and
    ///   `take` throw.
    public func readBlobs<Made: Sendable>(
        _ ids: [ObjectID], limit: Int, make: @escaping @Sendable ([UInt8]?) throws -> Made,
        take: (ObjectID, Made) throws -> Void
    ) async throws {
        try await onAllCores(inPackOrder(ids)) { repository, id in
            (id, try make(try repository.blob(id, upTo: limit)))
        } take: { _, blobs in
            for (id, made) in blobs { try take(id, made) }
        }
    }

    /// A blob's contents; nil where they have more bytes than the limit.
    ///
    /// Throws as ``blob(_:limit:)`` otherwise does.
    public func blob(_ id: ObjectID, upTo limit: Int) throws(GitError) -> [UInt8]? {
        do throws(GitError) {
            return try blob(id, limit: limit)
        } catch .tooLarge {
            return nil
        }
    }
}
