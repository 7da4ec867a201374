/// One `key = value` of a git config file, as git's own parser understood it.
public struct ConfigEntry: Hashable, Sendable {
    /// The section's name, lower-cased by git: `person` in `[Person "alice@example.com"]`.
    public let section: String
    /// The quoted subsection, case kept; nil when there is none; it may hold dots.
    public let subsection: String?
    /// The key, lower-cased by git.
    public let key: String
    /// The value without its quotes and comments; nil for a key that stands without `=`.
    public let value: String?

    /// States one entry.
    public init(section: String, subsection: String?, key: String, value: String?) {
        self.section = section
        self.subsection = subsection
        self.key = key
        self.value = value
    }
}

/// Reads what `git config --list -z` prints.
///
/// Source: `git-config(1)`, `--null`: each entry ends with NUL, and the first line feed parts key from value. (A
/// subsection in a file can't hold a line feed: git refuses it.) A section without keys is not listed at all.
public enum ConfigEntries {
    /// The entries in the order of the file.
    ///
    /// - Parameter listing: standard output of `git config --blob ID --no-includes --list -z`.
    /// - Throws: `PolicyError` with code `unreadableListing` for anything that git does not print, and for text that is
    ///   not UTF-8.
    public static func parse(listing: [UInt8]) throws(PolicyError) -> [ConfigEntry] {
        guard let last = listing.last else { return [] }
        guard last == 0 else { throw unreadable(listing, "an entry that ends with NUL") }
        var entries: [ConfigEntry] = []
        for field in listing.dropLast().split(separator: 0, omittingEmptySubsequences: false) {
            entries.append(try entry(field))
        }
        return entries
    }

    private static func entry(_ field: ArraySlice<UInt8>) throws(PolicyError) -> ConfigEntry {
        let parts = field.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, let firstDot = name.firstIndex(of: UInt8(ascii: ".")),
            let lastDot = name.lastIndex(of: UInt8(ascii: "."))
        else { throw unreadable(field, "section.key") }
        let subsection = firstDot == lastDot ? nil : name[(firstDot + 1)..<lastDot]
        return ConfigEntry(
            section: try text(name[..<firstDot]),
            subsection: try subsection.map { (bytes) throws(PolicyError) in try text(bytes) },
            key: try text(name[(lastDot + 1)...]),
            value: try parts.dropFirst().first.map { (bytes) throws(PolicyError) in try text(bytes) })
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(PolicyError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw unreadable(bytes, "UTF-8 text") }
        return text
    }

    private static func unreadable(_ found: some Collection<UInt8>, _ allowed: String) -> PolicyError {
        PolicyError(.unreadableListing, at: .policy, found: String(decoding: found, as: UTF8.self), allowed: allowed)
    }
}
