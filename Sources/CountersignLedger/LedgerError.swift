public import CountersignGit

/// Why nothing was added to the ledger.
///
/// What was there before is untouched.
public enum LedgerError: Error, Hashable, Sendable {
    /// Reading or writing the repository failed.
    case git(GitError)
    /// A new line is blank, or has a NUL, CR or LF.
    case invalidLine(reason: String)
    /// The note that a line should be added to has a NUL byte.
    case noteHasNUL(path: String)
    /// The note that a line should be added to has, or would get, more bytes than the limit.
    case noteTooLarge(path: String, limit: Int)
    /// Other writers were faster, or one left its lock, for that many seconds.
    case contended(reference: String, seconds: Int, locked: Bool)
}

extension LedgerError {
    /// Runs something that throws `GitError`, as part of something that throws `LedgerError`.
    static func wrapping<R>(_ body: () throws(GitError) -> R) throws(LedgerError) -> R {
        do throws(GitError) { return try body() } catch { throw .git(error) }
    }
}

extension LedgerError: CustomStringConvertible {
    /// One sentence without a full stop, in git's manner.
    public var description: String {
        switch self {
        case .git(let error): error.description
        case .invalidLine(let reason): "refusing to add a line with \(reason)"
        case .noteHasNUL(let path): "refusing to add to note '\(path)': it has a NUL byte"
        case .noteTooLarge(let path, let limit): "refusing to add to note '\(path)': more than \(limit) bytes"
        case .contended(let reference, let seconds, let locked):
            locked
                ? "reference '\(reference)' stayed locked for \(seconds) s"
                : "other writers kept moving reference '\(reference)' for \(seconds) s"
        }
    }

    /// What the user can do about it, where there is something.
    public var advice: String? {
        switch self {
        case .git(let error): error.advice
        case .invalidLine: nil
        case .noteHasNUL, .noteTooLarge: "look at the note with 'git cat-file' and have the ledger repaired"
        case .contended(let reference, _, let locked): GitError.referenceMoved(reference, locked: locked).advice
        }
    }
}
