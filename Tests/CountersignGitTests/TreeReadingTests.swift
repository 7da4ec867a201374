import CountersignGit
import CountersignObjects
import TestRepositories
import Testing

@Suite("Strict reading of trees")
struct TreeReadingTests {
    private static let id = [UInt8](repeating: 7, count: 20)

    private static func entry(_ head: String) -> [UInt8] { Array(head.utf8) + [0] + id }

    static let malformed: [(String, [UInt8])] = [
        ("no mode", entry(" a")), ("a mode with letters", entry("10064x a")), ("no blank", entry("100644a")),
        ("a mode too large", entry("77777777 a")), ("no name", entry("100644 ")),
        ("a slash in the name", entry("100644 a/b")), ("an id cut short", Array(entry("100644 a").dropLast())),
        ("no NUL", Array("100644 abcdefghijklmnopqrstuvwxyz".utf8)),
        ("out of order", entry("100644 b") + entry("100644 a")), ("twice", entry("100644 a") + entry("100644 a")),
        ("file and directory", entry("100644 a") + entry("100644 a.b") + entry("40000 a")),
        ("a directory sorted as a file", entry("40000 a") + entry("100644 a.b")),
    ]

    @Test("a malformed tree is an error", arguments: malformed)
    func broken(what: String, bytes: [UInt8]) async throws {
        let repository = try await TestRepository()
        let id = try await store(bytes, in: repository)
        let opened = try Repository.open(at: repository.path)
        #expect { _ = try opened.tree(id) } throws: { error in
            guard case GitError.corruptObject(id, _) = error else { return false }
            return true
        }
        #expect(throws: GitError.self) { _ = try opened.changes(from: nil, to: id) }
    }

    @Test("old modes read as git reads them")
    func oldModes() async throws {
        let repository = try await TestRepository()
        let bytes = Self.entry("100664 a") + Self.entry("100775 b") + Self.entry("040000 c") + Self.entry("160000 d")
        let opened = try Repository.open(at: repository.path)
        let modes = try opened.tree(try await store(bytes, in: repository)).map(\.mode)
        #expect(modes == [0o100644, 0o100755, 0o040000, 0o160000])
        for (mode, isGits) in [
            ("100644", true), ("100755", true), ("40000", true), ("120000", true), ("160000", true), ("100664", false),
            ("040000", false), ("0100644", false),
        ] {
            let tree = try await store(Self.entry("\(mode) a"), in: repository)
            #expect(try opened.treeAsWritten(tree)?.isEmpty == (isGits ? false : nil), "\(mode)")
        }
    }

    @Test("the empty tree needs no object")
    func emptyTree() async throws {
        let opened = try Repository.open(at: try await TestRepository().path)
        #expect(try opened.tree(.emptyTree).isEmpty)
    }

    private func store(_ bytes: [UInt8], in repository: TestRepository) async throws -> ObjectID {
        let printed = try await repository.gitBytes(
            ["hash-object", "-t", "tree", "--literally", "-w", "--stdin"], input: bytes)
        return try objectID(String(decoding: printed.prefix(40), as: UTF8.self))
    }
}
