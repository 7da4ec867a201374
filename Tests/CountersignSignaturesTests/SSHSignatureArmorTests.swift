import CountersignSignatures
import Testing

@Suite("Armour against ssh-keygen")
struct SSHSignatureArmorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: Expected
        let change: @Sendable (String) -> String

        init(_ name: String, _ expected: Expected, _ change: @escaping @Sendable (String) -> String) {
            (testDescription, self.expected, self.change) = (name, expected, change)
        }
    }

    static let header = "-----BEGIN SSH SIGNATURE-----\n"
    static let footer = "\n-----END SSH SIGNATURE-----"

    static let cases = [
        Case("as it is", .bothAccept) { $0 },
        Case("no final newline", .bothAccept) { String($0.dropLast()) },
        Case("base64 in one line", .bothAccept) {
            header + $0.dropFirst(header.count).dropLast(footer.count + 1).filter { $0 != "\n" } + footer
        },
        Case("blanks and tabs in the base64", .bothAccept) {
            header + " \t\u{b}\u{c}\r\n" + $0.dropFirst(header.count)
        },
        Case("blank lines at the end", .bothAccept) { $0 + "\n\r\n \n" },
        Case("text after the end", .onlyWeRefuse("nothing vouches for it")) { $0 + "text\n" },
        Case("a second signature", .onlyWeRefuse("nothing vouches for it")) { $0 + $0 },
        Case("text right after the footer", .onlyWeRefuse("nothing vouches for it")) { $0.dropLast() + "x\n" },
        Case("text before the start", .bothRefuse) { "text\n" + $0 },
        Case("a blank line before the start", .bothRefuse) { "\n" + $0 },
        Case("CRLF after the header", .bothRefuse) {
            header.dropLast() + "\r\n" + $0.dropFirst(header.count)
        },
        Case("no header", .bothRefuse) { String($0.dropFirst(header.count)) },
        Case("no footer", .bothRefuse) { String($0.dropLast(footer.count + 1)) },
        Case("nothing between", .bothRefuse) { _ in header + footer + "\n" },
        Case("header and footer only", .bothRefuse) { _ in header + footer.dropFirst() + "\n" },
        Case("nothing", .bothRefuse) { _ in "" },
        Case("a letter that is not base64", .bothRefuse) { header + "-" + $0.dropFirst(header.count) },
        Case("a NUL", .bothRefuse) { header + "\0" + $0.dropFirst(header.count) },
        Case("padding in the middle", .bothRefuse) { header + "AA==" + $0.dropFirst(header.count) },
        Case("one letter too few", .bothRefuse) { header + $0.dropFirst(header.count + 1) },
        Case("four letters too many", .bothRefuse) { header + "AAAA" + $0.dropFirst(header.count) },
    ]

    @Test("the armour is read as sshsig_dearmor reads it", arguments: cases)
    func armour(example: Case) async throws {
        let message = Array("a message\n".utf8)
        let good = armor(try SoftwareKey.ed25519().sshsig(message, namespace: "git").blob)
        let text = Array(example.change(String(decoding: good, as: UTF8.self)).utf8)
        let ours =
            (try? SSHSignature.parse(armored: text).verify(message: message, namespace: "git")) != nil
        let openSSH = try await Workshop.with {
            try await $0.openSSHAccepts(armored: text, message: message, namespace: "git")
        }
        compare(ours, openSSH, example.expected, example.testDescription)
    }

    @Test("padding must be there and its spare bits zero")
    func padding() async throws {
        let message = Array("a message\n".utf8)
        var fields = try SoftwareKey.ed25519().sshsig(message, namespace: "git")
        // One to three bytes of reserved field bring the base64 to each of its possible ends.
        for count in 1...3 {
            fields.reserved = [UInt8](repeating: 0, count: count)
            let good = String(decoding: armor(fields.blob), as: UTF8.self)
            let ends = ["==\n", "=\n"].filter { good.contains($0) }.prefix(1)
            for text in [good] + ends.map({ good.replacing($0, with: "\n") }) + spareBits(good) {
                let ours =
                    (try? SSHSignature.parse(armored: Array(text.utf8)).verify(message: message, namespace: "git"))
                    != nil
                let openSSH = try await Workshop.with {
                    try await $0.openSSHAccepts(armored: Array(text.utf8), message: message, namespace: "git")
                }
                compare(ours, openSSH, text == good ? .bothAccept : .bothRefuse, text)
            }
        }
    }

    /// The text with the last letter before the padding changed so that a spare bit is set.
    private func spareBits(_ text: String) -> [String] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var characters = Array(text)
        guard let end = characters.firstIndex(of: "="), let value = letters.firstIndex(of: characters[end - 1])
        else { return [] }
        characters[end - 1] = letters[value + 1]
        return [String(characters)]
    }

    @Test("armour of any length is refused without a search")
    func long() {
        let text = Array(Self.header.utf8) + [UInt8](repeating: 0x41, count: SSHSignature.longestArmor)
        #expect(throws: SSHSignatureError.tooLong(limit: SSHSignature.longestArmor)) {
            try SSHSignature.parse(armored: text)
        }
    }
}
