import Subprocess

/// Why a program could not be run, or gave nothing that can be used.
public enum GitCommandError: Error, Hashable, Sendable {
    /// No such program on `PATH`.
    case notFound(program: String)
    /// The directory to run it in can't be entered.
    case noDirectory(path: String)
    /// A signal ended it.
    case killed(program: String, signal: Int32)
    /// It printed more than the limit, in bytes.
    case outputTooLarge(program: String, limit: Int)
    /// It ended with a status that means failure.
    case failed(program: String, status: Int32, message: String)
    /// No temporary directory could be made.
    case noTemporaryDirectory(reason: String)
    /// It could not be started, written to or read from.
    case notRun(program: String, reason: String)

    init(_ error: any Error, program: String, directory: String?, outputLimit: Int) {
        guard let error = error as? SubprocessError else {
            self = error as? GitCommandError ?? .notRun(program: program, reason: String(describing: error))
            return
        }
        switch error.code {
        case .executableNotFound: self = .notFound(program: program)
        case .failedToChangeWorkingDirectory: self = .noDirectory(path: directory ?? ".")
        case .outputLimitExceeded: self = .outputTooLarge(program: program, limit: outputLimit)
        default: self = .notRun(program: program, reason: error.description)
        }
    }
}

extension GitCommandError: CustomStringConvertible {
    /// One sentence without a full stop, in git's manner.
    public var description: String {
        switch self {
        case .notFound(let program): "'\(program)' was not found on PATH"
        case .noDirectory(let path): "can't run in directory '\(path)'"
        case .killed(let program, let signal): "'\(program)' was ended by signal \(signal)"
        case .outputTooLarge(let program, let limit): "'\(program)' printed more than \(limit) bytes"
        case .failed(let program, let status, let message):
            "'\(program)' failed with status \(status)" + (message.isEmpty ? "" : ": \(message)")
        case .noTemporaryDirectory(let reason): "no temporary directory: \(reason)"
        case .notRun(let program, let reason): "'\(program)' could not be run: \(reason)"
        }
    }

    /// What the user can do about it, where there is something.
    public var advice: String? {
        switch self {
        case .notFound(let program): "install \(program), or put its directory on PATH"
        case .noTemporaryDirectory: "set TMPDIR to a directory that can be written to"
        default: nil
        }
    }
}
