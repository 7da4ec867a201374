internal import Csqlite3

/// A SQLite database in one file: for what can be computed again at any time.
///
/// Several processes may use it at once; each waits a short while for the others. Not to be shared between threads.
public final class Store {
    /// How long to wait for another process, in milliseconds.
    private static let patience: Int32 = 2000

    private let database: OpaquePointer
    private var prepared: [String: PreparedStatement] = [:]

    /// Opens the file, made if it is not there.
    ///
    /// Whatever ends the process, what the file holds is what it held before a transaction or after it.
    ///
    /// - Parameters:
    ///   - path: the file's path.
    ///   - pageSize: how many bytes a new file reads and writes at once, a power of two from 512 to 65,536; a file that
    ///     is there keeps its own.
    public init(path: String, pageSize: Int = 4096) throws(StoreError) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(
            path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil
        )
        guard let opened else { throw StoreError(code: code, message: "out of memory") }
        database = opened
        guard code == SQLITE_OK else { throw failure(code) }
        sqlite3_busy_timeout(opened, Self.patience)
        try execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA page_size = \(pageSize)")
    }

    deinit {
        prepared.removeAll()
        sqlite3_close_v2(database)
    }

    /// Runs statements that take no values and give no rows.
    public func execute(_ sql: String) throws(StoreError) {
        let code = sqlite3_exec(database, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Runs a statement and hands over each row that it gives.
    ///
    /// `body` must not run the same statement again.
    public func run(
        _ sql: String, _ values: StoreValue..., body: (Row) -> Void = { _ in }
    ) throws(StoreError) {
        try run(sql, values, body: body)
    }

    /// The same with as many values as it takes.
    public func run(_ sql: String, _ values: [StoreValue], body: (Row) -> Void) throws(StoreError) {
        let statement = try statement(sql)
        defer { statement.reset() }
        for (index, value) in values.enumerated() { try check(statement.bind(value, at: Int32(index + 1))) }
        while true {
            let code = sqlite3_step(statement.pointer)
            guard code == SQLITE_ROW else {
                guard code == SQLITE_DONE else { throw failure(code) }
                return
            }
            body(Row(statement))
        }
    }

    /// How many bytes the file has.
    public var byteCount: Int64 {
        get throws(StoreError) {
            var (pages, size): (Int64, Int64) = (0, 0)
            try run("PRAGMA page_count") { pages = $0.integer(0) }
            try run("PRAGMA page_size") { size = $0.integer(0) }
            return pages * size
        }
    }

    /// Does all of it or nothing: what `body` throws undoes what it did.
    ///
    /// No other process writes meanwhile.
    public func transaction(_ body: () throws -> Void) throws {
        try execute("BEGIN IMMEDIATE")
        do {
            try body()
            try execute("COMMIT")
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
    }

    private func statement(_ sql: String) throws(StoreError) -> PreparedStatement {
        if let known = prepared[sql] { return known }
        var pointer: OpaquePointer?
        try check(sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil))
        guard let pointer else { throw StoreError(code: SQLITE_ERROR, message: "no statement: \(sql)") }
        let statement = PreparedStatement(pointer)
        prepared[sql] = statement
        return statement
    }

    private func check(_ code: Int32) throws(StoreError) {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> StoreError {
        StoreError(code: code, message: String(cString: sqlite3_errmsg(database)))
    }
}

/// One row of an answer, good until the next.
public struct Row {
    private let statement: PreparedStatement

    init(_ statement: PreparedStatement) {
        self.statement = statement
    }

    /// The number in a column; 0 where there is none.
    public func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement.pointer, column) }

    /// The bytes in a column; none where it holds nothing.
    public func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement.pointer, column) else { return [] }
        let count = Int(sqlite3_column_bytes(statement.pointer, column))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
