public import CountersignObjects

/// Visits history on all of the processor's cores, each commit's raw bytes read exactly once.
///
/// Commit dates play no part, so odd ones can't hide a commit. Replace refs and grafts are not honoured; a shallow
/// boundary is.
public struct CommitWalk {
    /// A commit that was read.
    public struct Commit: Sendable {
        /// Its id.
        public let id: ObjectID
        /// Its number among all that the walk met.
        public let number: Int32
        /// The numbers of its parents, all of them; none where a shallow clone lacks them.
        public let parents: [Int32]
    }

    /// What reads the commits of a share, one after the other on one thread, and tells in the end what it made of them.
    public struct Reader<Content> {
        /// Gets a commit's id and its bytes, valid only during the call, and gives its parents.
        let read: (ObjectID, UnsafeRawBufferPointer) throws -> [ObjectID]
        let content: () -> Content

        /// States how commits are read, and what comes of those that were.
        public init(
            read: @escaping (ObjectID, UnsafeRawBufferPointer) throws -> [ObjectID], content: @escaping () -> Content
        ) {
            (self.read, self.content) = (read, content)
        }
    }

    /// What was met, besides the commits that were handed over.
    public struct Outcome: Sendable {
        /// All commits met, those that need no reading among them, by their numbers.
        public var ids = NumberedIDs()
        /// The commits met that need no reading: what lies behind them was not looked at.
        public var known: [ObjectID] = []
        /// The commits read whose parents a shallow clone lacks: what lies behind them was not seen.
        public var boundary: Set<ObjectID> = []
    }

    /// So many commits are read before they are handed over: some milliseconds of work.
    private static let share = 2000
    /// So many are read before anybody is asked for help: most often there are no more.
    private static let alone = 500

    private let repository: Repository
    private let shallow: Set<ObjectID>

    /// Prepares a walk over a repository.
    ///
    /// Throws `GitError.corruptFile` and `.system`.
    public init(_ repository: Repository) throws(GitError) {
        self.repository = repository
        self.shallow = try repository.shallowBoundary()
    }

    /// Visits every commit reachable from `tips`, in no promised order.
    ///
    /// - Parameters:
    ///   - tips: where to begin.
    ///   - isKnown: whether a commit needs no reading; the walk ends there.
    ///   - reader: makes a reader for each share of the commits, on any thread.
    ///   - take: gets the commits of a share in the order in which they were read, and what was made of them.
    /// - Throws: `GitError.missingObject` for what is absent without being behind a shallow boundary, `.wrongType`,
    ///   `.corruptObject`, `CancellationError`, and what the readers and `take` throw.
    public func walk<Content: Sendable>(
        from tips: [ObjectID], isKnown: @escaping @Sendable (ObjectID) -> Bool = { _ in false },
        reader: @escaping @Sendable () -> Reader<Content>, take: ([Commit], Content) throws -> Void
    ) async throws -> Outcome {
        let sweep = CommitSweep(shallow: shallow, seen: SeenCommits(), isKnown: isKnown)
        var outcome = Outcome()
        let first = try Self.readShare(
            sweep.seen.claim(tips).new.reversed(), sweep, reader, limit: Self.alone, in: repository)
        func add(_ share: Share<Content>) throws {
            outcome.known += share.outcome.known
            outcome.boundary.formUnion(share.outcome.boundary)
            try take(share.outcome.commits, share.content)
        }
        try add(first)
        if !first.outcome.rest.isEmpty { try await readOnAllCores(first.outcome.rest, sweep, reader, add) }
        outcome.ids = sweep.seen.all
        return outcome
    }

    private typealias Share<Content: Sendable> = (outcome: CommitSweep.Outcome, content: Content)

    private static func readShare<Content: Sendable>(
        _ start: [SeenCommits.Claim], _ sweep: CommitSweep, _ reader: () -> Reader<Content>, limit: Int = share,
        in repository: Repository
    ) throws -> Share<Content> {
        let reader = reader()
        let outcome = try sweep.run(from: start, limit: limit, in: repository, reader.read)
        return (outcome, reader.content())
    }

    /// Has several tasks read what is left, each through a handle of its own, until nothing is.
    private func readOnAllCores<Content: Sendable>(
        _ rest: [SeenCommits.Claim], _ sweep: CommitSweep, _ reader: @escaping @Sendable () -> Reader<Content>,
        _ take: (Share<Content>) throws -> Void
    ) async throws {
        let inboxes = (0..<Repository.cores).map { _ in AsyncStream.makeStream(of: [SeenCommits.Claim].self) }
        let streams = inboxes.map(\.stream)
        var waiting = rest
        var idle = Array(inboxes.indices)
        func handOut() {
            while !waiting.isEmpty, let worker = idle.popLast() {
                // Whoever is busy comes back soon, and wants some too.
                let count = (waiting.count + idle.count) / (idle.count + 1)
                inboxes[worker].continuation.yield(Array(waiting.suffix(count)))
                waiting.removeLast(count)
            }
        }
        handOut()
        let place = repository.place
        try await gather(on: inboxes.count) { worker, tell in
            let repository = try place.open(forReader: worker)
            for await start in streams[worker] {
                tell((worker, try Self.readShare(start, sweep, reader, in: repository)))
            }
        } take: { (worker: Int, share: Share<Content>) in
            idle.append(worker)
            waiting += share.outcome.rest
            handOut()
            try take(share)
            guard idle.count == inboxes.count else { return false }
            for inbox in inboxes { inbox.continuation.finish() }
            return true
        }
    }
}
