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
        let file = MemoryFile(try .open(at: repository.path))
        #expect(try file.read() == VerifierMemory())
        try file.replace(VerifierMemory(), by: Self.seen)
        #expect(try file.read() == Self.seen)
        // Another run was there first: what it wrote stands.
        try file.replace(VerifierMemory(), by: VerifierMemory(serial: 1))
        #expect(try file.read() == Self.seen)
        try Data("nonsense".utf8).write(to: URL(filePath: file.path))
        #expect(throws: MemoryFile.Failure.unreadable(path: file.path)) { try file.read() }
        try file.forget()
        try file.forget()
        #expect(try file.read() == VerifierMemory())
    }
}
