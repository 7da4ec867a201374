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
    private let sharing: Sharing

    /// The memory can't be used.
    public enum Failure: Error, Hashable, Sendable {
        /// The file holds something else than a memory.
        case unreadable(path: String)
        /// The system refuses to read or write it, and says why.
        case system(path: String, reason: String)
    }

    /// Who else uses the repository, and so has to read and write its memory (`core.sharedRepository`, git-config(1)).
    public enum Sharing: Sendable {
        /// Whoever the process's file mode mask lets.
        case umask
        /// The group of the directory.
        case group
        /// Everybody; only the group writes.
        case all

        /// Reads the setting's value; a file mode stands for the group, which such modes are for.
        public init(setting: String?) {
            switch setting?.lowercased() {
            case nil, "", "umask", "false", "no", "off", "0": self = .umask
            case "all", "world", "everybody", "2": self = .all
            default: self = .group
            }
        }

        /// The bits that a file gets besides those that the mask leaves.
        var bits: mode_t {
            switch self {
            case .umask: 0
            case .group: 0o660
            case .all: 0o664
            }
        }
    }

    /// The memory of a repository.
    public init(_ repository: Repository, sharing: Sharing) {
        directory = repository.commonDirectory + "/countersign"
        path = directory + "/memory"
        self.sharing = sharing
    }

    /// What is remembered; nothing where there is no file.
    public func read() throws(Failure) -> VerifierMemory {
        // What may not be looked at is not the same as nothing: the ledger could go back unnoticed.
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return VerifierMemory() }
            throw .system(path: path, reason: String(cString: strerror(errno)))
        }
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            throw .system(path: path, reason: String(cString: strerror(errno)))
        }
        guard let memory = VerifierMemory(text: String(decoding: bytes, as: UTF8.self)) else {
            throw .unreadable(path: path)
        }
        return memory
    }

    /// Puts `new` in place of `old`, unless another process was there first.
    ///
    /// - Returns: why nothing could be remembered, where this user may not write here; nil otherwise.
    public func replace(_ old: VerifierMemory, by new: VerifierMemory) throws(Failure) -> String? {
        guard new != old else { return nil }
        let lockPath = directory + "/lock"
        guard mkdir(directory, 0o777) == 0 || errno == EEXIST else { return try refusal(of: directory) }
        share(directory, execute: true)
        let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard lock >= 0 else { return try refusal(of: lockPath) }
        defer { close(lock) }
        share(lockPath)
        guard flock(lock, LOCK_EX) == 0 else { throw .system(path: lockPath, reason: String(cString: strerror(errno))) }
        guard try read() == old else { return nil }
        do {
            try Data(new.text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            return try refusal(of: path)
        }
        share(path)
        return nil
    }

    /// Forgets everything.
    public func forget() throws(Failure) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw .system(path: path, reason: String(cString: strerror(errno)))
    }

    /// Opens a file of this user's to the others who use the repository; one of theirs is theirs to open.
    private func share(_ path: String, execute: Bool = false) {
        var status = stat()
        guard sharing.bits != 0, stat(path, &status) == 0 else { return }
        let search = execute ? (sharing.bits & 0o444) >> 2 : 0
        let wanted = status.st_mode | sharing.bits | search
        if wanted != status.st_mode { chmod(path, wanted & 0o7777) }
    }

    /// What the system says where this user may not write; any other failure is one.
    private func refusal(of path: String) throws(Failure) -> String {
        let code = errno
        let reason = String(cString: strerror(code))
        guard [EACCES, EROFS, EPERM].contains(code) else { throw .system(path: path, reason: reason) }
        return "\(path): \(reason)"
    }
}
