import CountersignGit
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What happens at a signal that asks the program to end: the terminal becomes what it was, temporary directories go,
/// and then the signal does what it does to every program, so that whoever waits for this one sees why it ended.
///
/// Hardly anything may be done in a signal handler. So that only hands the signal's number to a thread, by a pipe.
enum Interrupts {
    private static let handled = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    private static let toThread = Atomic<Int32>(-1)
    private static let areForOthers = Atomic<Bool>(false)

    /// Has signals tidied up after from here on; those that the process was started to ignore stay ignored.
    static func install() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        toThread.store(ends[1], ordering: .sequentiallyConsistent)
        guard startThread(ends[0]) else { return }
        for number in handled where !isIgnored(signal(number, SIG_IGN)) { signal(number, handler) }
        // What a write to a pipe that nobody reads says in its result can be told from other failures.
        if !isIgnored(signal(SIGPIPE, SIG_IGN)) { signal(SIGPIPE) { _ in } }
    }

    /// Leaves interrupts to the program in front, a pager or an editor, while this one waits for it.
    ///
    /// A handler, for what is ignored would be ignored by those too.
    static func leavingToOthers<Result>(_ work: () async throws -> Result) async throws -> Result {
        areForOthers.store(true, ordering: .sequentiallyConsistent)
        defer { areForOthers.store(false, ordering: .sequentiallyConsistent) }
        return try await work()
    }

    /// Tidies up and ends by a signal.
    static func end(by number: Int32) -> Never {
        TemporaryDirectory.removeAll {
            Keyboard.restore()
            signal(number, SIG_DFL)
            raise(number)
            // It was blocked: the shell's own notation for the same.
            _exit(128 + number)
        }
    }

    private static let handler: @convention(c) (Int32) -> Void = { number in
        if Interrupts.areForOthers.load(ordering: .sequentiallyConsistent), number == SIGINT || number == SIGQUIT {
            return
        }
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Interrupts.toThread.load(ordering: .sequentiallyConsistent), &byte, 1)
        errno = before
    }

    /// Whether the handler that stood there before is none: the number 1 in place of a function, by POSIX's `SIG_IGN`.
    private static func isIgnored<Handler>(_ handler: Handler) -> Bool {
        withUnsafeBytes(of: handler) { $0.first == 1 && $0.dropFirst().allSatisfy { $0 == 0 } }
    }

    /// A thread that waits for the number of a signal.
    private static func startThread(_ end: Int32) -> Bool {
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let code = pthread_create(
            &thread, nil,
            { argument in
                let end = Int32(truncatingIfNeeded: Int(bitPattern: argument))
                var byte: UInt8 = 0
                while read(end, &byte, 1) != 1 {}
                Interrupts.end(by: Int32(byte))
            }, UnsafeMutableRawPointer(bitPattern: Int(end)))
        return code == 0
    }
}
