internal import CountersignObjects

/// The fields of one object in a payload, each read as the type it must have.
struct StatementFields {
    let members: [JSONValue.Member]
    private let value: JSONValue
    /// The fields that lead to it, the outermost first; none for the payload itself.
    private let path: [String]

    /// The fields of an object at a place.
    init(object value: JSONValue, path: [String]) throws(UnreadableReason) {
        guard let members = value.members else {
            throw Self.wrongType(path.isEmpty ? "payload" : Self.name(path), "an object")
        }
        (self.members, self.value, self.path) = (members, value, path)
    }

    /// The same fields, if there is none but this one.
    func only(_ field: String) throws(UnreadableReason) -> StatementFields {
        for member in members where !member.key.hasSameBytes(as: field) {
            throw UnreadableReason(.badValue, "\(Self.name(path)): \(OneLine.quoted(member.key)) beside \(field)")
        }
        return self
    }

    /// Insists on a field that was read.
    func required<Field>(_ field: String, _ found: Field?) throws(UnreadableReason) -> Field {
        guard let found else { throw UnreadableReason(.missingField, "no \(name(field))") }
        return found
    }

    func optionalText(_ field: String) throws(UnreadableReason) -> String? {
        guard let found = value[field] else { return nil }
        guard let text = found.string else { throw Self.wrongType(name(field), "a string") }
        return text
    }

    func text(_ field: String) throws(UnreadableReason) -> String {
        try required(field, optionalText(field))
    }

    /// A required string that is not empty.
    func filledText(_ field: String) throws(UnreadableReason) -> String {
        let text = try text(field)
        guard !text.isEmpty else { throw UnreadableReason(.badValue, "\(name(field)) is empty") }
        return text
    }

    func array(_ field: String) throws(UnreadableReason) -> [JSONValue]? {
        guard let found = value[field] else { return nil }
        guard let values = found.array else { throw Self.wrongType(name(field), "an array") }
        return values
    }

    func optionalObject(_ field: String) throws(UnreadableReason) -> StatementFields? {
        guard let found = value[field] else { return nil }
        return try StatementFields(object: found, path: path + [field])
    }

    func object(_ field: String) throws(UnreadableReason) -> StatementFields {
        try required(field, optionalObject(field))
    }

    func timestamp(_ field: String) throws(UnreadableReason) -> Timestamp? {
        guard let text = try optionalText(field) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw UnreadableReason(.badValue, "\(name(field)) is not YYYY-MM-DDTHH:MM:SSZ: \(OneLine.quoted(text))")
        }
        return time
    }

    func objectID(_ field: String) throws(UnreadableReason) -> ObjectID? {
        guard let text = try optionalText(field) else { return nil }
        guard let id = ObjectID(hex: text) else {
            throw UnreadableReason(.badValue, "\(name(field)) is no full lower-case id: \(OneLine.quoted(text))")
        }
        return id
    }

    func digest(_ field: String) throws(UnreadableReason) -> Digest256? {
        guard let found = value[field] else { return nil }
        return try Self.digest(found, at: name(field))
    }

    static func digest(_ value: JSONValue, at place: @autoclosure () -> String) throws(UnreadableReason) -> Digest256 {
        guard let text = value.string else { throw wrongType(place(), "a string") }
        guard let digest = Digest256(text: text) else {
            throw UnreadableReason(.badValue, "\(place()) is no sha256: digest: \(OneLine.quoted(text))")
        }
        return digest
    }

    private func name(_ field: String) -> String { Self.name(path + [field]) }

    private static func name(_ path: [String]) -> String { path.joined(separator: ".") }

    private static func wrongType(_ place: String, _ wanted: String) -> UnreadableReason {
        UnreadableReason(.wrongType, "\(place) is not \(wanted)")
    }
}
