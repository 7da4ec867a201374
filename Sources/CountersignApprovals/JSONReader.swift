/// Recursive descent over JSON's grammar; `StrictJSON.depthLimit` bounds the stack.
struct JSONReader {
    var cursor: JSONCursor

    /// Reads the value at the cursor, inside `depth` arrays and objects.
    mutating func value(depth: Int) throws(StrictJSONError) -> JSONValue {
        cursor.skipBlanks()
        switch cursor.peek {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"): return .number(try number())
        case let digit? where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit): return .number(try number())
        default: return try word()
        }
    }

    private mutating func object(depth: Int) throws(StrictJSONError) -> JSONValue {
        try enter("{", depth: depth)
        var members: [JSONValue.Member] = []
        var keys = JSONKeys()
        if cursor.take("}") { return .object([]) }
        repeat {
            cursor.skipBlanks()
            guard cursor.peek == UInt8(ascii: "\"") else { throw cursor.error(.syntax, "expected a key") }
            let key = try string()
            guard keys.insert(key) else {
                throw cursor.error(.repeatedKey, "repeated key \(OneLine.quoted(key))")
            }
            cursor.skipBlanks()
            guard cursor.take(":") else { throw cursor.error(.syntax, "expected ':'") }
            members.append(JSONValue.Member(key: key, value: try value(depth: depth)))
            cursor.skipBlanks()
        } while cursor.take(",")
        guard cursor.take("}") else { throw cursor.error(.syntax, "expected ',' or '}'") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(StrictJSONError) -> JSONValue {
        try enter("[", depth: depth)
        var values: [JSONValue] = []
        if cursor.take("]") { return .array([]) }
        repeat {
            values.append(try value(depth: depth))
            cursor.skipBlanks()
        } while cursor.take(",")
        guard cursor.take("]") else { throw cursor.error(.syntax, "expected ',' or ']'") }
        return .array(values)
    }

    private mutating func enter(_ bracket: Unicode.Scalar, depth: Int) throws(StrictJSONError) {
        guard depth <= StrictJSON.depthLimit else {
            throw cursor.error(.tooDeep, "nested deeper than \(StrictJSON.depthLimit)")
        }
        _ = cursor.take(bracket)
        cursor.skipBlanks()
    }

    private mutating func word() throws(StrictJSONError) -> JSONValue {
        let failure = cursor.error(.syntax, "expected a value")
        let letters = cursor.takeWhile { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        switch String(decoding: letters, as: UTF8.self) {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: throw failure
        }
    }

    private mutating func number() throws(StrictJSONError) -> String {
        var text = cursor.take("-") ? "-" : ""
        let whole = try digits()
        guard whole == "0" || !whole.hasPrefix("0") else { throw cursor.error(.syntax, "a number with a leading zero") }
        text += whole
        if cursor.take(".") { text += "." + (try digits()) }
        if cursor.peek == UInt8(ascii: "e") || cursor.peek == UInt8(ascii: "E") {
            text += cursor.take("e") ? "e" : cursor.take("E") ? "E" : ""
            text += cursor.take("-") ? "-" : cursor.take("+") ? "+" : ""
            text += try digits()
        }
        return text
    }

    private mutating func digits() throws(StrictJSONError) -> String {
        let digits = cursor.takeWhile { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { throw cursor.error(.syntax, "expected a digit") }
        return String(decoding: digits, as: UTF8.self)
    }
}
