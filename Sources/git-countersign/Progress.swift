import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A line on standard error that tells how far a long task is, as git's own commands have it.
///
/// It appears after `GIT_PROGRESS_DELAY` seconds, 2 when that is not set, and only on a terminal unless asked for.
final class Progress {
    private let title: String
    private let isWanted: Bool
    private let start = ContinuousClock.now
    private let delay: Duration
    private var count = 0
    private var shown: ContinuousClock.Instant?

    /// Begins a task.
    ///
    /// - Parameter wanted: whether to show it; nil: on a terminal.
    init(_ title: String, wanted: Bool?) {
        self.title = title
        isWanted = wanted ?? (isatty(STDERR_FILENO) == 1)
        let seconds = ProcessInfo.processInfo.environment["GIT_PROGRESS_DELAY"].flatMap { Int($0) } ?? 2
        delay = .seconds(max(0, seconds))
    }

    /// Counts so many more things done.
    func step(_ more: Int) {
        count += more
        guard isWanted else { return }
        let now = ContinuousClock.now
        guard now - start >= delay, shown.map({ now - $0 >= Self.pause }) ?? true else { return }
        shown = now
        Terminal.noteWithoutEnd("\r\(title): \(count)")
    }

    /// Ends the line, where there is one.
    func finish() {
        guard shown != nil else { return }
        Terminal.note("\r\(title): \(count), done.")
        shown = nil
    }

    /// So long the line stands still, for whoever reads it.
    private static let pause = Duration.milliseconds(100)
}
