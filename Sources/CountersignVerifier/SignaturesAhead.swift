internal import CountersignApprovals
internal import Synchronization

/// SSH signatures, verified on the processor's other cores while commits are judged.
///
/// The workers begin at the end of the list and the judge, who verifies what is not there yet himself, at its
/// beginning: until they meet, nothing is done twice and nobody waits.
final class SignaturesAhead: Sendable {
    private struct Progress {
        /// How many entries, from the first on, no worker has taken.
        var untaken: Int
        var outcomes: [Digest256: SignatureOutcome] = [:]
    }

    /// So many signatures a worker takes at a time: about a millisecond of work.
    private static let share = 16

    private let entries: [LedgerStatement]
    private let verify: @Sendable (LedgerStatement) -> SignatureOutcome
    private let progress: Mutex<Progress>

    /// - Parameter entries: in the order in which the judge will want them.
    init(_ entries: [LedgerStatement], _ verify: @escaping @Sendable (LedgerStatement) -> SignatureOutcome) {
        self.entries = entries
        self.verify = verify
        progress = Mutex(Progress(untaken: entries.count))
    }

    /// Whether there is enough for more than one to do.
    var isWorthwhile: Bool { entries.count > 2 * Self.share }

    /// What was found of a statement's signatures; where nothing was yet, it is found here.
    func outcome(of entry: LedgerStatement) -> SignatureOutcome {
        if let known = progress.withLock({ $0.outcomes[entry.digest] }) { return known }
        let outcome = verify(entry)
        progress.withLock { $0.outcomes[entry.digest] = outcome }
        return outcome
    }

    /// Verifies until nothing is left that nobody has taken, or the task is cancelled.
    func work() async {
        while !Task.isCancelled, let share = takeShare() {
            for entry in share { _ = outcome(of: entry) }
            await Task.yield()
        }
    }

    private func takeShare() -> ArraySlice<LedgerStatement>? {
        let end = progress.withLock { progress in
            defer { progress.untaken = max(0, progress.untaken - Self.share) }
            return progress.untaken
        }
        return end > 0 ? entries[max(0, end - Self.share)..<end] : nil
    }
}
