/// A reader of JSON (RFC 8259) that refuses what two readers could understand differently.
///
/// Strict UTF-8, no repeated keys (compared after their escapes are undone), no lone surrogates, nothing behind the
/// value, bounded size and depth. It takes time in proportion to the bytes, whatever they are.
public enum StrictJSON {
    /// How deep arrays and objects may be nested: a lone `[]` is 1 deep.
    public static let depthLimit = 16

    /// Reads one value that fills the bytes, blanks around it allowed.
    ///
    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - limit: how many bytes there may be.
    /// - Throws: `StrictJSONError`, with the kind of defect and its place.
    public static func parse(_ bytes: [UInt8], limit: Int) throws(StrictJSONError) -> JSONValue {
        guard bytes.count <= limit else {
            throw StrictJSONError(code: .tooLarge, offset: limit, detail: "longer than \(limit) bytes")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw StrictJSONError(code: .notUTF8, offset: 0, detail: "not UTF-8")
        }
        var reader = JSONReader(cursor: JSONCursor(bytes: bytes))
        let value = try reader.value(depth: 0)
        reader.cursor.skipBlanks()
        guard reader.cursor.peek == nil else { throw reader.cursor.error(.trailingBytes, "more than one value") }
        return value
    }
}
