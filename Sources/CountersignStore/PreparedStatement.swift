internal import Csqlite3

/// One compiled statement, and the values bound to it.
final class PreparedStatement {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    func bind(_ value: StoreValue, at index: Int32) -> Int32 {
        switch value {
        case .integer(let number): sqlite3_bind_int64(pointer, index, number)
        case .blob(let bytes) where bytes.isEmpty: sqlite3_bind_zeroblob(pointer, index, 0)
        case .blob(let bytes):
            bytes.withUnsafeBytes {
                sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), Self.copied)
            }
        case .text(let text): sqlite3_bind_text(pointer, index, text, -1, Self.copied)
        case .null: sqlite3_bind_null(pointer, index)
        }
    }

    /// Makes it ready for another run.
    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    /// `SQLITE_TRANSIENT`, a macro that Swift can't see: SQLite makes a copy of the bytes.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
