import CountersignObjects
import Testing

@Suite("Object ids")
struct ObjectIDTests {
    private static let digits = "0123456789abcdef0123456789abcdef01234567"

    @Test("forty lower-case digits come back as they were")
    func roundTrip() throws {
        let id = try #require(ObjectID(hex: Self.digits))
        #expect(id.hex == Self.digits)
        #expect(id.description == Self.digits)
        #expect(id.abbreviated == "0123456789ab")
        #expect(ObjectID(bytes: id.bytes) == id)
        #expect(id.bytes.count == ObjectID.byteCount)
        #expect(id.bytes.first == 0x01 && id.bytes.last == 0x67)
    }

    @Test(
        "anything but forty lower-case digits is refused",
        arguments: [
            "", "0123456789abcdef0123456789abcdef0123456", "0123456789abcdef0123456789abcdef012345678",
            "0123456789ABCDEF0123456789abcdef01234567", "0123456789abcdef0123456789abcdef0123456g",
            "0123456789abcdef0123456789abcdef0123456 ", "0123456789abcdef0123456789abcdef012345é",
            "0123456789abcdef0123456789abcdef012345670123456789abcdef01234567",
        ])
    func refusals(_ text: String) {
        #expect(ObjectID(hex: text) == nil)
    }

    @Test("nineteen and twenty-one bytes are refused")
    func wrongLengths() {
        #expect(ObjectID(bytes: [UInt8](repeating: 1, count: 19)) == nil)
        #expect(ObjectID(bytes: [UInt8](repeating: 1, count: 21)) == nil)
    }

    @Test("ids are ordered as their digits are")
    func order() throws {
        let texts = ["00\(digits(38, "f"))", "01\(digits(38, "0"))", "\(digits(39, "8"))1", digits(40, "8")]
        let ids = try texts.map { try #require(ObjectID(hex: $0)) }
        #expect(ids.sorted().map(\.hex) == texts.sorted())
        #expect(ObjectID.zero.hex == digits(40, "0"))
    }

    @Test("the empty tree is the one that git computes")
    func emptyTree() async throws {
        let printed = try await GitFixture.output(
            "git", ["hash-object", "-t", "tree", "--stdin"], input: [], directory: "/")
        #expect(String(decoding: printed, as: UTF8.self).trimmingNewline == ObjectID.emptyTree.hex)
    }

    private func digits(_ count: Int, _ digit: String) -> String { String(repeating: digit, count: count) }
}

@Suite("Changed paths")
struct TreeChangeTests {
    @Test(
        "the status letter follows from the modes",
        arguments: [
            (0, 0o100644, "A"), (0o100644, 0, "D"), (0o100644, 0o100755, "M"), (0o100644, 0o120000, "T"),
            (0o160000, 0o100644, "T"), (0o160000, 0o160000, "M"),
        ] as [(UInt32, UInt32, String)])
    func status(_ oldMode: UInt32, _ newMode: UInt32, _ letter: String) {
        let change = TreeChange(
            oldMode: oldMode, newMode: newMode, oldID: .zero, newID: .zero, path: Array("a".utf8))
        #expect(String(decoding: [change.status], as: UTF8.self) == letter)
    }
}
