public import CountersignGit
public import CountersignVerifier
internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Where a repository keeps what its verifier has seen: `countersign/memory` in the directory that work trees share.
public struct MemoryFile: Sendable {
    /// The file's path.
    public let path: String
    private let directory: String

    /// The memory can't be used.
    public enum Failure: Error, Hashable, Sendable {
        /// The file holds something else than a memory.
        case unreadable(path: String)
        /// The system refuses to read or write it, and says why.
        case system(path: String, reason: String)
    }

    /// The memory of a repository.
    public init(_ repository: Repository) {
        directory = repository.commonDirectory + "/countersign"
        path = directory + "/memory"
    }

    /// What is remembered; nothing where there is no file.
    public func read() throws(Failure) -> VerifierMemory {
        guard FileManager.default.fileExists(atPath: path) else { return VerifierMemory() }
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            throw .system(path: path, reason: String(cString: strerror(errno)))
        }
        guard let memory = VerifierMemory(text: String(decoding: bytes, as: UTF8.self)) else {
            throw .unreadable(path: path)
        }
        return memory
    }

    /// Puts `new` in place of `old`, unless another process was there first; a file system that can't be written to
    /// remembers nothing.
    public func replace(_ old: VerifierMemory, by new: VerifierMemory) throws(Failure) {
        guard new != old, try makeDirectory() else { return }
        let lock = open(directory + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard lock >= 0 else { return try ignoreReadOnly() }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw .system(path: path, reason: String(cString: strerror(errno))) }
        guard try read() == old else { return }
        do {
            try Data(new.text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            try ignoreReadOnly()
        }
    }

    /// Forgets everything.
    public func forget() throws(Failure) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw .system(path: path, reason: String(cString: strerror(errno)))
    }

    private func makeDirectory() throws(Failure) -> Bool {
        if mkdir(directory, 0o777) == 0 || errno == EEXIST { return true }
        try ignoreReadOnly()
        return false
    }

    private func ignoreReadOnly() throws(Failure) {
        let code = errno
        guard ![EACCES, EROFS, EPERM].contains(code) else { return }
        throw .system(path: path, reason: String(cString: strerror(code)))
    }
}
