import CountersignHistory
import CountersignObjects
import CountersignVerifier
import FoundationEssentials
import TestRepositories
import Testing

@Suite("What a verifier remembers")
struct MemoryTests {
    private static func id(_ digit: String) -> ObjectID { ObjectID(hex: String(repeating: digit, count: 40)) ?? .zero }

    private static let seen = VerifierMemory(trustRoot: id("1"), serial: 7, ledger: id("2"))

    @Test("its text is read back, and anything else is not a memory")
    func text() {
        #expect(VerifierMemory(text: Self.seen.text) == Self.seen)
        #expect(VerifierMemory(text: "") == VerifierMemory())
        for text in ["serial 7", "serial x\n", "serial 07\n", "ledger 12\n", "odd 1\n", "serial 7\nserial 8\n", "\n"] {
            #expect(VerifierMemory(text: text) == nil, "\(text)")
        }
    }

    @Test("nothing goes back: another root, a lower serial, a ledger without what it had")
    func lapses() {
        func lapse(_ now: VerifierMemory, descends: Bool = false) -> MemoryLapse? {
            Self.seen.lapse(to: now) { _, _ in descends }
        }
        let other = Self.id("3")
        #expect(lapse(Self.seen) == nil)
        #expect(lapse(VerifierMemory(trustRoot: other)) == .trustRoot(seen: Self.id("1"), now: other))
        #expect(lapse(VerifierMemory(trustRoot: other), descends: true) == nil)
        #expect(lapse(VerifierMemory(serial: 6)) == .serial(seen: 7, now: 6))
        #expect(lapse(VerifierMemory(serial: 8)) == nil)
        #expect(lapse(VerifierMemory(ledger: other)) == .ledger(seen: Self.id("2"), now: other))
        #expect(lapse(VerifierMemory(ledger: other), descends: true) == nil)
        #expect(lapse(VerifierMemory()) == nil)
    }

    @Test("the file is replaced only from what was read, and refused when it is something else")
    func file() async throws {
        let repository = try await TestRepository()
        let file = MemoryFile(try .open(at: repository.path), sharing: .umask)
        #expect(try file.read() == VerifierMemory())
        #expect(try file.replace(VerifierMemory(), by: Self.seen) == nil)
        #expect(try file.read() == Self.seen)
        // Another run was there first: what it wrote stands.
        #expect(try file.replace(VerifierMemory(), by: VerifierMemory(serial: 1)) == nil)
        #expect(try file.read() == Self.seen)
        try Data("nonsense".utf8).write(to: URL(filePath: file.path))
        #expect(throws: MemoryFile.Failure.unreadable(path: file.path)) { try file.read() }
        try file.forget()
        try file.forget()
        #expect(try file.read() == VerifierMemory())
    }

    @Test("what can't be looked at is not taken for nothing")
    func hidden() async throws {
        let repository = try await TestRepository()
        let file = MemoryFile(try .open(at: repository.path), sharing: .umask)
        // Root may look at everything, so it is not permission that lacks here.
        try repository.write(".git/countersign", "in the way")
        #expect(throws: MemoryFile.Failure.self) { try file.read() }
    }

    @Test(
        "in a shared repository the others can read and go on from it",
        arguments: [(nil, 0), ("false", 0), ("group", 0o060), ("true", 0o060), ("0660", 0o060), ("all", 0o064)]
            as [(String?, Int)])
    func shared(_ setting: String?, _ bits: Int) async throws {
        let repository = try await TestRepository()
        let file = MemoryFile(try .open(at: repository.path), sharing: MemoryFile.Sharing(setting: setting))
        #expect(try file.replace(VerifierMemory(), by: Self.seen) == nil)
        func mode(_ path: String) throws -> Int {
            try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
        }
        let directory = repository.path + "/.git/countersign"
        #expect(try mode(file.path) & bits == bits && mode(directory + "/lock") & bits == bits)
        #expect(
            try mode(directory) & bits == bits
                && mode(directory) & 0o111 | (bits & 0o044) >> 2 == mode(directory) & 0o111)
    }
}
