import FoundationEssentials
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A directory of one's own, gone with the value that made it, or with the process.
public final class TemporaryDirectory: Sendable {
    /// Where it is, absolute where `TMPDIR` is.
    public let path: String

    private static let standing = Mutex<Set<String>>([])

    /// Makes it, readable by nobody else.
    ///
    /// Throws `GitCommandError.noTemporaryDirectory`.
    public init() throws(GitCommandError) {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let made = Self.standing.withLock { standing -> String? in
            var template = Array("\(parent)/countersign-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { return nil }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            standing.insert(path)
            return path
        }
        guard let made else { throw .noTemporaryDirectory(reason: "\(parent): \(String(cString: strerror(errno)))") }
        path = made
    }

    deinit {
        Self.standing.withLock { standing in
            Self.remove(path)
            standing.remove(path)
        }
    }

    /// Removes all that there are, and ends the process before another can come to be.
    public static func removeAll(before end: () -> Never) -> Never {
        standing.withLock { standing in
            standing.forEach(remove)
            end()
        }
    }

    /// A program that is ending too may still be writing there: then it is tried again for a while.
    ///
    /// Left-overs do no harm, so a failure here must not hide what the directory was made for.
    private static func remove(_ path: String) {
        for _ in 0..<50 {
            try? FileManager.default.removeItem(atPath: path)
            if access(path, F_OK) != 0 { return }
            usleep(10_000)
        }
    }
}
