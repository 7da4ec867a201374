internal import Csqlite3

/// What SQLite says when something fails.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLite's extended result code (https://www.sqlite.org/rescode.html).
    public let code: Int32
    /// Its words for it.
    public let message: String

    /// One line for people.
    public var description: String { "SQLite: \(message) (\(code))" }
}

extension StoreError {
    /// Whether the file itself is at fault (`SQLITE_ERROR`, `SQLITE_CORRUPT`, `SQLITE_NOTADB`, or `SQLITE_CONSTRAINT` by
    /// rows that should not be there), and not where it lies or who else uses it.
    public var isDamage: Bool {
        [SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT].contains(code & 0xff)
    }
}
