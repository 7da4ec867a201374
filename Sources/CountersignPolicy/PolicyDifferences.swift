extension Policy {
    /// What changes in meaning from one policy to another, for a person to read: one line each, safe to print.
    ///
    /// Complete: two policies that differ in anything but the order of people, rules, markers and keys, comments and
    /// blanks give at least one line; equal ones give none.
    public static func differences(from old: Policy, to new: Policy) -> [String] {
        let (oldFacts, newFacts) = (PolicyFacts(old), PolicyFacts(new))
        return settingChanges(from: oldFacts, to: newFacts) + thingChanges(from: oldFacts, to: newFacts)
    }

    private static func settingChanges(from old: PolicyFacts, to new: PolicyFacts) -> [String] {
        let oldSettings = bySubject(old.settings)
        let newSettings = bySubject(new.settings)
        let gone = old.settings.filter { newSettings[Array($0.subject.utf8)] == nil }
        return new.settings.compactMap { line(for: $0, was: oldSettings[Array($0.subject.utf8)]) }
            + gone.map { Printable.escaped($0.removed ?? "\($0.subject) \($0.value) → nothing") }
    }

    private static func line(for new: PolicyFacts.Setting, was old: PolicyFacts.Setting?) -> String? {
        guard let old else { return Printable.escaped(new.added ?? "\(new.subject) nothing → \(new.value)") }
        guard !old.value.hasSameBytes(as: new.value) else { return nil }
        let parting = new.added == nil ? " " : ": "
        let line = "\(new.subject)\(parting)\(old.value) → \(new.value)"
        // Two spellings of one text look alike: show the characters instead.
        return old.value == new.value ? Printable.escapedToASCII(line) : Printable.escaped(line)
    }

    private static func thingChanges(from old: PolicyFacts, to new: PolicyFacts) -> [String] {
        things(of: new, notIn: old).map { "added: " + $0 } + things(of: old, notIn: new).map { "removed: " + $0 }
    }

    private static func things(of some: PolicyFacts, notIn other: PolicyFacts) -> [String] {
        let identities = Set(other.things.map(\.identity))
        let lookAlikes = Set(other.things.map(\.text))
        return some.things.filter { !identities.contains($0.identity) }
            .map { lookAlikes.contains($0.text) ? Printable.escapedToASCII($0.text) : Printable.escaped($0.text) }
    }

    private static func bySubject(_ settings: [PolicyFacts.Setting]) -> [[UInt8]: PolicyFacts.Setting] {
        Dictionary(settings.map { (Array($0.subject.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    }
}
