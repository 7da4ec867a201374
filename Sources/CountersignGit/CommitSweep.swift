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
        var rest: [SeenCommits.Claim]
    }

    let shallow: Set<ObjectID>
    let seen: SeenCommits
    let isKnown: @Sendable (ObjectID) -> Bool
    let read: @Sendable (ObjectID, UnsafeRawBufferPointer) throws -> (parents: [ObjectID], content: Content)

    /// Reads up to `limit` commits, beginning with the last of `start`, which all are claimed already.
    func run(from start: [SeenCommits.Claim], limit: Int, in repository: Repository) throws -> Outcome {
        var outcome = Outcome(rest: start)
        while outcome.commits.count < limit, let (id, number) = outcome.rest.popLast() {
            if isKnown(id) {
                outcome.known.append(id)
                continue
            }
            let (parents, content) = try repository.commitBytes(id) { try read(id, $0) }
            let isCutOff = shallow.contains(id)
            if isCutOff, !parents.isEmpty { outcome.boundary.append(id) }
            let (numbers, new) = seen.claim(isCutOff ? [] : parents)
            outcome.commits.append(CommitWalk.Commit(id: id, number: number, parents: numbers, content: content))
            outcome.rest += new.reversed()
        }
        return outcome
    }
}

/// The commits that somebody reads or has read, so that nobody else does; each gets a number.
final class SeenCommits: Sendable {
    /// A commit that is the claimer's to read, and its number.
    typealias Claim = (id: ObjectID, number: Int32)

    private let numbered = Mutex(NumberedIDs())

    /// The numbers of all of them, and those that nobody has claimed before, both in their order.
    func claim(_ commits: [ObjectID]) -> (numbers: [Int32], new: [Claim]) {
        guard !commits.isEmpty else { return ([], []) }
        let taken = numbered.withLock { numbered in commits.map { numbered.take($0) } }
        let numbers = taken.map { Int32($0.number) }
        return (numbers, taken.indices.filter { taken[$0].isNew }.map { (commits[$0], numbers[$0]) })
    }

    /// All that were claimed.
    var all: NumberedIDs { numbered.withLock { $0 } }
}
