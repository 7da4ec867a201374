/// A value as SQLite keeps it.
public enum StoreValue: Hashable, Sendable {
    /// A signed number of 64 bits.
    case integer(Int64)
    /// Text, in UTF-8.
    case text(String)
    /// Bytes.
    case blob([UInt8])
    /// Nothing.
    case null
}
