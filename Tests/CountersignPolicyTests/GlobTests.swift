import CountersignPolicy
import Testing

@Suite("Patterns of paths")
struct GlobTests {
    @Test(
        "patterns that git reads in another way than a person, or that match nothing, are refused",
        arguments: [
            "", "/infra", "./infra", "../infra", "infra/../x", "infra//x", "infra/./x", ".", "..", "/", "!infra",
            ":(top)infra",
            "a**", "**a", "a**/b", "a/b**/c", "***", "a/***/b", "**\\/a", "infra*/", "**/", "a\\", "[", "[a", "[]",
            "[!]",
            "[^]", "[z-a]", "[[:nothing:]]", "[[:alpha:", "[a\\", "[a-\\",
        ])
    func refused(pattern: String) {
        #expect(throws: GlobError.self) { try Glob(pattern) }
    }

    @Test("a pattern longer than 1000 bytes is refused")
    func long() {
        #expect(throws: GlobError.self) { try Glob(String(repeating: "a", count: 1001)) }
    }

    @Test("a hostile pattern does not take exponential time")
    func hostile() throws {
        let path = Array(String(repeating: "a/", count: 2000).utf8) + [UInt8(ascii: "c")]
        #expect(try !Glob(String(repeating: "**/*a*/", count: 100) + "b").matches(path))
        #expect(
            try !Glob(String(repeating: "*a", count: 400) + "b").matches(
                Array(String(repeating: "a", count: 4000).utf8)))
    }

    @Test("a plain pattern is the path and everything below it, and nothing beside it")
    func plain() throws {
        let glob = try Glob("infra")
        #expect(glob.matches(Array("infra".utf8)))
        #expect(glob.matches(Array("infra/a/b".utf8)))
        #expect(!glob.matches(Array("infrastructure".utf8)))
        #expect(!glob.matches(Array("x/infra".utf8)))
        #expect(!glob.matches(Array("Infra/a".utf8)))
    }

    @Test("paths are bytes: what is no text is matched byte by byte")
    func bytes() throws {
        #expect(try Glob("a?").matches([UInt8(ascii: "a"), 0xff]))
        #expect(try !Glob("a[a-z]").matches([UInt8(ascii: "a"), 0xff]))
        #expect(try Glob("a[!a-z]").matches([UInt8(ascii: "a"), 0xff]))
    }
}
