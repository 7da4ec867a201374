internal import FoundationEssentials
internal import Synchronization

extension Repository {
    /// What `read` makes of each of many things, in their order: found on all of the processor's cores, on each through
    /// a handle of its own.
    ///
    /// - Parameters:
    ///   - items: the things.
    ///   - share: so many are done before one looks for more: some milliseconds of work.
    ///   - onShare: is told how many more were done.
    ///   - read: is called on any thread.
    /// - Throws: what `read` throws, `GitError` where the repository can't be opened once more, and `CancellationError`:
    ///   there are answers about all of them, or none.
    public func onAllCores<Item: Sendable, Answer: Sendable>(
        _ items: [Item], share: Int = 1000, onShare: (Int) -> Void = { _ in },
        _ read: @escaping @Sendable (Repository, Item) throws -> Answer
    ) async throws -> [Answer] {
        var answers: [Int: [Answer]] = [:]
        try await onAllCores(items, share: share, read) { number, part in
            answers[number] = part
            onShare(part.count)
        }
        return (0..<answers.count).flatMap { answers[$0] ?? [] }
    }

    /// The same, handed over in shares as they come: `take` gets the number of each among them, and is called on the
    /// caller's own.
    func onAllCores<Item: Sendable, Answer: Sendable>(
        _ items: [Item], share: Int = 1000, _ read: @escaping @Sendable (Repository, Item) throws -> Answer,
        take: (_ share: Int, [Answer]) throws -> Void
    ) async throws {
        let shares = Shares(of: items, size: share)
        // A few are read before a second handle is open.
        guard shares.count > 1 else {
            if !items.isEmpty { try take(0, try items.map { try read(self, $0) }) }
            return
        }
        let place = place
        var missing = shares.count
        try await gather(on: min(shares.count, Self.cores)) { task, tell in
            let repository = try place.open(forReader: task)
            while let (number, items) = shares.next() {
                try Task.checkCancellation()
                tell((number, try items.map { try read(repository, $0) }))
                // Whoever hears of it may have no other core to run on.
                await Task.yield()
            }
        } take: { (share: Int, part: [Answer]) in
            try take(share, part)
            missing -= 1
            return missing == 0
        }
    }

    /// How many of the processor's cores are worth while: memory, too, counts for each.
    public static let cores = max(1, min(8, ProcessInfo.processInfo.activeProcessorCount))
}

/// Many things in shares, each for whoever comes next.
private final class Shares<Item: Sendable>: Sendable {
    private let items: [Item]
    private let size: Int
    private let taken = Mutex(0)

    init(of items: [Item], size: Int) {
        (self.items, self.size) = (items, size)
    }

    var count: Int { (items.count + size - 1) / size }

    func next() -> (number: Int, items: ArraySlice<Item>)? {
        let number = taken.withLock { taken in
            defer { taken += 1 }
            return taken
        }
        let start = number * size
        return start < items.count ? (number, items[start..<min(start + size, items.count)]) : nil
    }
}
