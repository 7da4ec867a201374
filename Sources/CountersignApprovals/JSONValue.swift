/// A JSON value as it was written: members keep their order, numbers their digits.
public enum JSONValue: Equatable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number's text, as RFC 8259's grammar allows it.
    case number(String)
    /// A string after its escapes are undone.
    case string(String)
    /// An array's values in their order.
    case array([JSONValue])
    /// An object's members in their order, no two keys the same bytes.
    case object([Member])

    /// One key of an object with its value.
    public struct Member: Equatable, Sendable {
        /// The key after its escapes are undone.
        public let key: String
        /// What stands behind the key.
        public let value: JSONValue

        /// Pairs a key with a value.
        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The value of an object's key; nil where there is none or this is no object.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.hasSameBytes(as: key) }?.value
    }

    /// The string, if this is one.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The array's values, if this is one.
    public var array: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// The object's members, if this is one.
    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}

extension String {
    /// Whether both are the same bytes: `==` takes canonically equivalent strings for the same.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
