/// One section of a policy, its keys known and none repeated that may not be.
struct PolicySection {
    /// The section's name, such as `person`.
    let section: String
    /// The quoted name; nil where the section has none.
    let name: String?
    private var values: [String: [String]] = [:]

    init(section: String, name: String?) {
        self.section = section
        self.name = name
    }

    mutating func take(_ entry: ConfigEntry, shape: PolicyGrammar.Shape) throws(PolicyError) {
        let isSingle = shape.single.contains(entry.key)
        guard isSingle || shape.repeatable.contains(entry.key) else {
            throw entry.refusal(.unknownKey, found: entry.key, allowed: "one of the keys \(shape.keys)")
        }
        guard let value = entry.value else {
            throw entry.refusal(.badValue, found: nil, allowed: "\(entry.key) = VALUE")
        }
        guard !isSingle || values[entry.key] == nil else {
            throw entry.refusal(.repeatedKey, found: value, allowed: "this key once")
        }
        values[entry.key, default: []].append(value)
    }

    /// The values of a key in the order of the file.
    func all(_ key: String) -> [String] { values[key] ?? [] }

    /// The value of a key that takes one.
    func optional(_ key: String) -> String? { values[key]?.first }

    /// The value of a key that has to be there.
    func required(_ key: String, allowed: String) throws(PolicyError) -> String {
        guard let value = optional(key) else { throw refusal(.missingKey, key, found: nil, allowed: allowed) }
        return value
    }

    /// A refusal of something in this section.
    func refusal(_ code: PolicyError.Code, _ key: String?, found: String?, allowed: String) -> PolicyError {
        PolicyError(code, at: .section(section, subsection: name, key: key), found: found, allowed: allowed)
    }
}

/// Values of the kinds that several sections share.
extension PolicySection {
    /// One of a few words; nil when the key is absent.
    func word<Word>(_ key: String, as type: Word.Type) throws(PolicyError) -> Word?
    where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
        guard let value = optional(key) else { return nil }
        guard let word = type.allCases.first(where: { $0.rawValue.hasSameBytes(as: value) }) else {
            let words = type.allCases.map(\.rawValue).joined(separator: " | ")
            throw refusal(.badValue, key, found: value, allowed: words)
        }
        return word
    }

    /// A whole number; nil when the key is absent.
    func number(_ key: String, in range: ClosedRange<Int>) throws(PolicyError) -> Int? {
        guard let value = optional(key) else { return nil }
        guard let number = WholeNumber.parse(value), range.contains(number) else {
            let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw refusal(.badValue, key, found: value, allowed: allowed)
        }
        return number
    }

    /// A span of time in seconds; nil when the key is absent.
    func seconds(_ key: String) throws(PolicyError) -> Int64? {
        guard let value = optional(key) else { return nil }
        guard let seconds = TimeSpan.seconds(value) else {
            throw refusal(.badValue, key, found: value, allowed: TimeSpan.allowed)
        }
        return seconds
    }

    /// A level of the order; nil when the key is absent.
    func level(_ key: String, in order: LevelOrder) throws(PolicyError) -> Level? {
        guard let value = optional(key) else { return nil }
        guard let level = order.level(named: value) else {
            throw refusal(.unknownLevel, key, found: value, allowed: order.allowed)
        }
        return level
    }

    /// Text that a person can see all of.
    func plainText(_ key: String) throws(PolicyError) -> String? {
        guard let value = optional(key) else { return nil }
        guard !value.isEmpty, value.utf8.count <= 200, Printable.isPlain(value) else {
            throw refusal(.badValue, key, found: value, allowed: "1 to 200 bytes of visible text on one line")
        }
        return value
    }

    /// The section's own name, where it must be one that a person can see all of.
    func plainName() throws(PolicyError) -> String {
        guard let name, !name.isEmpty, name.utf8.count <= 200, Printable.isPlain(name) else {
            throw refusal(.badValue, nil, found: name, allowed: "a name of 1 to 200 bytes of visible text")
        }
        return name
    }
}
