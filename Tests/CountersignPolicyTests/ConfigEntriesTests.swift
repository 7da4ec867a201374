import CountersignPolicy
import Testing

@Suite("Config entries")
struct ConfigEntriesTests {
    @Test("sections, names with dots, keys without value and values of several lines come as git reads them")
    func shapes() async throws {
        let text =
            "[Person \"Alice.B@example.com\"]\nName = \"a\\nb\"\nlone\n[levels]\nORDER = x y # z\n[rule \"\"]\npath = p\n"
        let listing = try #require(try await Git.listing(text))
        #expect(
            try ConfigEntries.parse(listing: listing) == [
                ConfigEntry(section: "person", subsection: "Alice.B@example.com", key: "name", value: "a\nb"),
                ConfigEntry(section: "person", subsection: "Alice.B@example.com", key: "lone", value: nil),
                ConfigEntry(section: "levels", subsection: nil, key: "order", value: "x y"),
                ConfigEntry(section: "rule", subsection: "", key: "path", value: "p"),
            ])
    }

    @Test("git refuses a line feed in a section's name, so the first one always ends the key")
    func lineFeedInName() async throws {
        #expect(try await Git.listing("[rule \"a\nb\"]\npath = p\n") == nil)
    }

    @Test("nothing listed is no entry")
    func empty() throws {
        #expect(try ConfigEntries.parse(listing: []).isEmpty)
    }

    @Test(
        "what git does not print is refused",
        arguments: ["a.b\nc", "nodot\nc\0", "\0", "a.b\nc\0\0", "a.b\n\u{0}rest"])
    func broken(text: String) {
        #expect(throws: PolicyError.self) { try ConfigEntries.parse(listing: Array(text.utf8)) }
    }

    @Test("text that is not UTF-8 is refused")
    func notUTF8() {
        let error = #expect(throws: PolicyError.self) {
            try ConfigEntries.parse(listing: Array("a.b\nx".utf8) + [0xff, 0])
        }
        #expect(error?.code == .unreadableListing)
    }
}
