public import CountersignObjects

/// Visits history on all of the processor's cores, each commit's raw bytes read exactly once.
///
/// Commit dates play no part, so odd ones can't hide a commit. Replace refs and grafts are not honoured; a shallow
/// boundary is.
public struct CommitWalk {
    /// A commit that was read.
    public struct Commit<Content: Sendable>: Sendable {
        /// Its id.
        public let id: ObjectID
        /// Its number among all that the walk met.
        public let number: Int32
        /// The numbers of its parents, all of them; none where a shallow clone lacks them.
        public let parents: [Int32]
        /// What else was read of it.
        public let content: Content
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
    ///   - read: gets a commit's id and its bytes, valid only during the call, on any thread.
    ///   - take: gets what was read, as it comes.
    /// - Throws: `GitError.missingObject` for what is absent without being behind a shallow boundary, `.wrongType`,
    ///   `.corruptObject`, and what `read` and `take` throw.
    public func walk<Content: Sendable>(
        from tips: [ObjectID], isKnown: @escaping @Sendable (ObjectID) -> Bool = { _ in false },
        read: @escaping @Sendable (ObjectID, UnsafeRawBufferPointer) throws -> (parents: [ObjectID], content: Content),
        take: ([Commit<Content>]) throws -> Void
    ) async throws -> Outcome {
        let sweep = CommitSweep(shallow: shallow, seen: SeenCommits(), isKnown: isKnown, read: read)
        var outcome = Outcome()
        // Most often there is little to read, and nobody to be asked for help.
        let first = try sweep.run(from: sweep.seen.claim(tips).new.reversed(), limit: Self.share, in: repository)
        try outcome.add(first, take)
        if !first.rest.isEmpty { try await share(first.rest, sweep) { try outcome.add($0, take) } }
        outcome.ids = sweep.seen.all
        return outcome
    }

    /// Has several tasks read what is left, each through a handle of its own, until nothing is.
    private func share<Content: Sendable>(
        _ rest: [SeenCommits.Claim], _ sweep: CommitSweep<Content>,
        _ take: (CommitSweep<Content>.Outcome) throws -> Void
    ) async throws {
        typealias Answer = (worker: Int, outcome: CommitSweep<Content>.Outcome)
        let (answers, answer) = AsyncThrowingStream.makeStream(of: Answer.self)
        let inboxes = (0..<Repository.cores).map { _ in AsyncStream.makeStream(of: [SeenCommits.Claim].self) }
        let place = repository.place
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (worker, inbox) in inboxes.enumerated() {
                group.addTask {
                    do {
                        let repository = try place.open()
                        for await start in inbox.stream {
                            answer.yield((worker, try sweep.run(from: start, limit: Self.share, in: repository)))
                        }
                    } catch {
                        answer.finish(throwing: error)
                    }
                }
            }
            defer { for inbox in inboxes { inbox.continuation.finish() } }
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
            for try await (worker, outcome) in answers {
                idle.append(worker)
                waiting += outcome.rest
                handOut()
                try take(outcome)
                if idle.count == inboxes.count { break }
            }
        }
    }
}

extension CommitWalk.Outcome {
    fileprivate mutating func add<Content: Sendable>(
        _ sweep: CommitSweep<Content>.Outcome, _ take: ([CommitWalk.Commit<Content>]) throws -> Void
    ) throws {
        known += sweep.known
        boundary.formUnion(sweep.boundary)
        try take(sweep.commits)
    }
}
