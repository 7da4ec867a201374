internal import FoundationEssentials
internal import Synchronization

extension Repository {
    /// What `read` makes of each of many things, in their order: found on all of the processor's cores, on each through
    /// a handle of its own.
    ///
    /// - Parameters:
    ///   - items: the things.
    ///   - share: so many are done before one looks for more: some milliseconds of work.
    ///   - read: is called on any thread.
    /// - Throws: what `read` throws, `GitError` where the repository can't be opened once more, and `CancellationError`:
    ///   there are answers about all of them, or none.
    public func onAllCores<Item: Sendable, Answer: Sendable>(
        _ items: [Item], share: Int = 1000, _ read: @escaping @Sendable (Repository, Item) throws -> Answer
    ) async throws -> [Answer] {
        let shares = Shares(of: items, size: share)
        // A few are read before a second handle is open.
        guard shares.count > 1 else { return try items.map { try read(self, $0) } }
        let place = place
        var answers = [[Answer]](repeating: [], count: shares.count)
        try await withThrowingTaskGroup(of: [(share: Int, answers: [Answer])].self) { group in
            for _ in 0..<min(shares.count, Self.cores) {
                group.addTask {
                    let repository = try place.open()
                    var found: [(share: Int, answers: [Answer])] = []
                    while let (number, items) = shares.next() {
                        try Task.checkCancellation()
                        found.append((number, try items.map { try read(repository, $0) }))
                    }
                    return found
                }
            }
            for try await found in group {
                for (share, part) in found { answers[share] = part }
            }
        }
        return answers.flatMap { $0 }
    }

    /// As many as are worth while: memory, too, counts for each.
    static let cores = max(1, min(8, ProcessInfo.processInfo.activeProcessorCount))
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
