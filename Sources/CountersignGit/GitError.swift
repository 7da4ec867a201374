public import CountersignObjects

/// Why something could not be read from, or written to, a git repository.
public enum GitError: Error, Hashable, Sendable {
    /// Neither the directory nor one above it is a git repository.
    case notARepository(path: String)
    /// The file system does not let this user read the repository.
    case noPermission(path: String)
    /// The repository belongs to another user, and `safe.directory` does not name it.
    case dubiousOwnership(path: String)
    /// The repository names objects by SHA-256.
    case sha256Repository(path: String)
    /// The repository keeps its references in the reftable format.
    case reftableRepository(path: String)
    /// The repository asks for an extension that is not known.
    case unsupportedExtension(path: String, name: String)
    /// An environment variable of git is set that can't be honoured.
    case unsupportedEnvironment(variable: String)
    /// The text names nothing in the repository.
    case unknownRevision(String)
    /// The text could stand for several objects.
    case ambiguousRevision(String)
    /// An object is named but not there; `shallow` tells whether the clone is shallow.
    case missingObject(ObjectID, shallow: Bool)
    /// An object is of another kind than its place asks for.
    case wrongType(ObjectID, expected: ObjectKind, found: ObjectKind)
    /// An object's bytes break git's format, or do not hash to its name.
    case corruptObject(ObjectID, String)
    /// An object, or what hangs on it, is larger than the limit (bytes, or steps of a comparison).
    case tooLarge(ObjectID, limit: Int)
    /// A tree unfolds to more than is read: a few trees that name each other often can spell out any number of paths.
    case tooManyEntries(ObjectID, limit: Int)
    /// A reference exists but can't be read.
    case corruptReference(String, reason: String)
    /// The text can't be the name of a reference.
    case invalidReferenceName(String)
    /// A file of the repository other than an object or reference breaks its format.
    case corruptFile(path: String, reason: String)
    /// Another process moved the reference, or holds its lock; read it again.
    case referenceMoved(String, locked: Bool)
    /// What was asked to be stored is not a valid object.
    case invalidObject(String)
    /// The repository can't be written to; the text is the system's.
    case readOnly(String)
    /// The disk, or the quota on it, is full; the text is the system's.
    case diskFull(String)
    /// A system call failed.
    case system(errno: Int32, path: String, doing: String)
    /// Any other failure in libgit2: its result code, error class and message, and what was being done.
    case libgit2(code: Int32, klass: Int32, message: String, doing: String)
}

/// The four kinds of objects; source: `gitglossary(7)`, "object type".
public enum ObjectKind: String, Hashable, Sendable {
    /// A commit.
    case commit
    /// A tree: the contents of a directory.
    case tree
    /// A blob: the contents of a file.
    case blob
    /// An annotated tag.
    case tag
}

extension GitError: CustomStringConvertible {
    /// One sentence without a full stop, in git's manner.
    public var description: String {
        switch self {
        case .notARepository, .noPermission, .dubiousOwnership, .sha256Repository, .reftableRepository,
            .unsupportedExtension, .unsupportedEnvironment:
            openingDescription
        case .unknownRevision(let text): "unknown revision '\(text)'"
        case .ambiguousRevision(let text): "ambiguous revision '\(text)'"
        case .missingObject(let id, let shallow):
            "object \(id) is missing" + (shallow ? " (the clone is shallow)" : "")
        case .wrongType(let id, let expected, let found):
            "object \(id) is a \(found.rawValue), not a \(expected.rawValue)"
        case .corruptObject(let id, let reason): "object \(id) is corrupt: \(reason)"
        case .tooLarge(let id, let limit): "object \(id) is over the limit of \(limit)"
        case .tooManyEntries(let id, let limit): "tree \(id) unfolds to over \(limit) entries"
        case .corruptReference(let name, let reason): "reference '\(name)' can't be read: \(reason)"
        case .invalidReferenceName(let name): "'\(name)' is not a valid reference name"
        case .corruptFile(let path, let reason): "'\(path)' can't be read: \(reason)"
        case .referenceMoved(let name, let locked):
            locked
                ? "reference '\(name)' is locked by another process"
                : "reference '\(name)' was moved by another process"
        case .invalidObject(let reason): "refusing to store an object: \(reason)"
        case .readOnly(let text): "the repository can't be written to: \(text)"
        case .diskFull(let text): "the disk is full: \(text)"
        case .system(let errno, let path, let doing): "\(doing) '\(path)' failed (errno \(errno))"
        case .libgit2(let code, _, let message, let doing): "\(doing): \(message.isEmpty ? "error \(code)" : message)"
        }
    }

    private var openingDescription: String {
        switch self {
        case .notARepository(let path): "not a git repository: '\(path)'"
        case .noPermission(let path): "no permission to read '\(path)'"
        case .dubiousOwnership(let path): "dubious ownership in repository at '\(path)'"
        case .sha256Repository(let path): "'\(path)' is a SHA-256 repository, which is not supported"
        case .reftableRepository(let path): "'\(path)' keeps its references as reftable, which is not supported"
        case .unsupportedExtension(let path, let name): "'\(path)' needs the unknown repository extension '\(name)'"
        case .unsupportedEnvironment(let variable): "\(variable) is set, which is not supported"
        default: ""
        }
    }
}

extension GitError {
    /// What the user can do about it, where there is something: a command or a short sentence.
    public var advice: String? {
        switch self {
        case .notARepository: "run this inside a git repository, or name one"
        case .noPermission(let path): "run as a user who may read '\(path)'"
        case .dubiousOwnership(let path): "git config --global --add safe.directory \(Self.shellQuoted(path))"
        case .reftableRepository: "git refs migrate --ref-format=files"
        case .unsupportedEnvironment(let variable): "unset \(variable)"
        case .ambiguousRevision: "write all 40 digits, or the full name, as in refs/heads/main"
        case .missingObject(_, shallow: true): "git fetch --unshallow"
        case .missingObject: "git fsck   (in a partial clone: git fetch --refetch --no-filter)"
        case .corruptObject: "git fsck"
        case .corruptReference(let name, _): "git update-ref -d \(Self.shellQuoted(name)), or fetch it again"
        case .referenceMoved(let name, locked: true):
            "if no other git process is running, remove '\(name).lock' in the git directory"
        case .referenceMoved: "try again"
        case .readOnly: "run as a user who may write to the repository, or make its file system writable"
        case .diskFull: "free some disk space and try again; nothing was recorded"
        default: nil
        }
    }

    /// A word that a POSIX shell reads back as the text.
    static func shellQuoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "/._-+,@%".utf8.contains(byte)
        }
        if plain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
