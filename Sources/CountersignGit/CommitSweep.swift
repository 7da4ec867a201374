internal import CountersignObjects
internal import Synchronization

/// What one processor core does in a ``CommitWalk``: it reads some commits, and leaves the rest to whoever is free.
struct CommitSweep: Sendable {
    /// What was read, and what is left to do.
    struct Outcome: Sendable {
        var commits: [CommitWalk.Commit] = []
        /// Those met that need no reading.
        var known: [ObjectID] = []
        var boundary: [ObjectID] = []
        var rest: [SeenCommits.Claim]
    }

    let shallow: Set<ObjectID>
    let seen: SeenCommits
    let isKnown: @Sendable (ObjectID) -> Bool

    /// Has up to `limit` commits read, beginning with the last of `start`, which all are claimed already.
    func run(
        from start: [SeenCommits.Claim], limit: Int, in repository: Repository,
        _ read: (ObjectID, UnsafeRawBufferPointer) throws -> [ObjectID]
    ) throws -> Outcome {
        var outcome = Outcome(rest: start)
        while outcome.commits.count < limit, let (id, number) = outcome.rest.popLast() {
            if isKnown(id) {
                outcome.known.append(id)
                continue
            }
            let parents = try repository.commitBytes(id) { try read(id, $0) }
            let isCutOff = shallow.contains(id)
            if isCutOff, !parents.isEmpty { outcome.boundary.append(id) }
            let (numbers, new) = seen.claim(isCutOff ? [] : parents)
            outcome.commits.append(CommitWalk.Commit(id: id, number: number, parents: numbers))
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
        var numbers: [Int32] = []
        var new: [Claim] = []
        guard !commits.isEmpty else { return (numbers, new) }
        numbers.reserveCapacity(commits.count)
        numbered.withLock { numbered in
            for commit in commits {
                let (number, isNew) = numbered.take(commit)
                numbers.append(Int32(number))
                if isNew { new.append((commit, Int32(number))) }
            }
        }
        return (numbers, new)
    }

    /// All that were claimed.
    var all: NumberedIDs { numbered.withLock { $0 } }
}
