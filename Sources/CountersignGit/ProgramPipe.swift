import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A pipe between this process and a program that it runs, for output that is too long, or too slow, to wait for.
///
/// Both ends are closed in programs started later, so that each hears of the end of its own pipe.
public final class ProgramPipe {
    /// One end of it, for a program to take.
    public struct End: Sendable {
        let descriptor: FileDescriptor
    }

    /// What a program reads from; this process has it no longer once that has started.
    public var forReading: End { End(descriptor: readEnd) }
    /// What a program writes into; this process has it no longer once that has started.
    public var forWriting: End { End(descriptor: writeEnd) }

    private let readEnd: FileDescriptor
    private let writeEnd: FileDescriptor
    private var isWritingOver = false
    private var isReadingOver = false
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false

    /// Throws `GitCommandError.notRun` where the process has too many files open.
    public init() throws(GitCommandError) {
        do {
            (readEnd, writeEnd) = try FileDescriptor.pipe()
        } catch {
            throw .notRun(program: "pipe", reason: String(describing: error))
        }
        for end in [readEnd, writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
    }

    /// The next line with the byte that ends it, if one does; nil at the end.
    ///
    /// `beforeWaiting` is called whenever the program may take its time. Throws `GitCommandError.notRun`.
    public func nextLine(endingIn ends: [UInt8], beforeWaiting: () throws -> Void) throws -> ArraySlice<UInt8>? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(where: ends.contains) {
                defer { position = end + 1 }
                return buffer[position...end]
            }
            guard !isAtEnd else {
                defer { position = buffer.count }
                return position < buffer.count ? buffer[position...] : nil
            }
            buffer.removeFirst(position)
            position = 0
            searched = buffer.count
            try beforeWaiting()
            try fill()
        }
    }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = try chunk.withUnsafeMutableBytes { try readEnd.read(into: $0) }
        isAtEnd = count == 0
        buffer += chunk[..<count]
    }

    /// Hands bytes to the program; false where it reads no more.
    ///
    /// The process must not end by `SIGPIPE`. Throws what the system says of other failures.
    public func write(_ bytes: some Sequence<UInt8>) throws -> Bool {
        do {
            _ = try writeEnd.writeAll(bytes)
            return true
        } catch Errno.brokenPipe {
            return false
        }
    }

    /// Ends what the program reads.
    public func closeWriting() {
        if !isWritingOver { try? writeEnd.close() }
        isWritingOver = true
    }

    /// Reads no more: a program that goes on writing ends by `SIGPIPE`.
    public func closeReading() {
        if !isReadingOver { try? readEnd.close() }
        isReadingOver = true
    }
}
