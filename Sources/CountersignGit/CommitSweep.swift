internal import CountersignObjects
internal import Synchronization

/// What one processor core does in a ``CommitWalk``: it reads some commits, and leaves the rest to whoever is free.
struct CommitSweep<Content: Sendable>: Sendable {
    /// What was read, and what is left to do.
    struct Outcome: Sendable {
        var commits: [CommitWalk.Commit<Content>] = []
        /// Those met that need no reading.
        var known: [ObjectID] = []
        var boundary: [ObjectID] = []
        var rest: [ObjectID]
    }

    let shallow: Set<ObjectID>
    let seen: SeenCommits
    let isKnown: @Sendable (ObjectID) -> Bool
    let read: @Sendable (ObjectID, UnsafeRawBufferPointer) throws -> (parents: [ObjectID], content: Content)

    /// Reads up to `limit` commits, beginning with the last of `start`, which all are claimed already.
    func run(from start: [ObjectID], limit: Int, in repository: Repository) throws -> Outcome {
        var outcome = Outcome(rest: start)
        while outcome.commits.count < limit, let id = outcome.rest.popLast() {
            if isKnown(id) {
                outcome.known.append(id)
                continue
            }
            let (parents, content) = try repository.commitBytes(id) { try read(id, $0) }
            outcome.commits.append(CommitWalk.Commit(id: id, parents: parents, content: content))
            if shallow.contains(id) {
                if !parents.isEmpty { outcome.boundary.append(id) }
            } else {
                outcome.rest += seen.claim(parents).reversed()
            }
        }
        return outcome
    }
}

/// The commits that somebody reads or has read, so that nobody else does.
final class SeenCommits: Sendable {
    private let ids = Mutex(NumberedIDs())

    /// Those that nobody has claimed before, in their order.
    func claim(_ commits: [ObjectID]) -> [ObjectID] {
        ids.withLock { ids in commits.filter { ids.append($0) } }
    }
}
