import CountersignPolicy
import Testing

@Suite("Looking people up by e-mail")
struct EmailLookupTests {
    private static let text =
        Sample.small.replacing("level = senior", with: "level = senior\nemail = Kate@old.example")

    @Test(
        "A to Z count in either case, for primary and other addresses",
        arguments: ["alice@example.com", "ALICE@Example.COM", "kate@old.example", "KATE@OLD.EXAMPLE"])
    func found(email: String) async throws {
        #expect(try await Sample.policy(Self.text).person(forEmail: email)?.email == "alice@example.com")
    }

    @Test(
        "blanks, look-alikes, equivalent characters and brackets make another address",
        arguments: [
            "", " alice@example.com", "alice@example.com ", "alice@example.com\t", "alice @example.com",
            "<alice@example.com>", "аlice@example.com", "alice@examp\u{200B}le.com", "alıce@example.com",
            "\u{212A}ate@old.example", "alice@example.com\0", "alice", "alice@example.com\r",
        ])
    func notFound(email: String) async throws {
        #expect(try await Sample.policy(Self.text).person(forEmail: email) == nil)
    }

    @Test("bytes that are no text are nobody's")
    func bytes() async throws {
        let policy = try await Sample.policy(Self.text)
        #expect(policy.person(forEmail: Array("alice@example.com".utf8))?.email == "alice@example.com")
        #expect(policy.person(forEmail: Array("alice@example.com".utf8) + [0xff]) == nil)
    }

    @Test("the primary e-mail is compared byte for byte")
    func primary() async throws {
        let policy = try await Sample.policy(Self.text)
        #expect(policy.person(primary: "alice@example.com") != nil)
        #expect(policy.person(primary: "Alice@example.com") == nil)
        #expect(policy.person(primary: "Kate@old.example") == nil)
    }
}
