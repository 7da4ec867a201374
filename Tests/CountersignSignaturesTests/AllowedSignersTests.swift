import CountersignObjects
import CountersignSignatures
import Testing

/// Files for which ssh-keygen and we must come to the same answer, or we to the stricter one.
@Suite("Allowed signers against ssh-keygen")
struct AllowedSignersTests {
    /// A file in which KEY stands for the signer's `type base64`, OTHER for another key's, RSA1024 for a weak one's.
    struct Case: Sendable, CustomTestStringConvertible {
        let file: String
        let expected: Expected
        var principal = "alice@example.com"
        var namespace = "countersign"
        var time = "20260615120000Z"

        var testDescription: String { "\(file.debugDescription) \(principal) \(namespace) \(time)" }

        init(_ file: String, _ expected: Expected) { (self.file, self.expected) = (file, expected) }

        func asking(principal: String? = nil, namespace: String? = nil, at time: String? = nil) -> Case {
            var other = self
            other.principal = principal ?? self.principal
            other.namespace = namespace ?? self.namespace
            other.time = time ?? self.time
            return other
        }

        static let all = lines + principals + options + namespaces + times
    }

    @Test("a file is read as ssh-keygen reads it, or refused", arguments: Case.all)
    func file(example: Case) async throws {
        let bytes = try await filled(example.file)
        let message = Array("a message\n".utf8)
        try await Workshop.with { workshop in
            let signer = try await Keyring.key("ed25519")
            let armored = try await workshop.sign(message, with: signer, namespace: example.namespace)
            let openSSH = try await workshop.openSSHAccepts(
                armored: armored, message: message, namespace: example.namespace, principal: example.principal,
                allowedSigners: bytes, at: example.time)
            let verified = try SSHSignature.parse(armored: armored).verify(
                message: message, namespace: example.namespace)
            let moment = try #require(CivilTimeText.utc(example.time))
            let ours = (try? AllowedSigners.parse(bytes))?.entries.contains { entry in
                !entry.isCertAuthority && entry.key == verified.key && entry.names(principal: example.principal)
                    && entry.permits(namespace: example.namespace) && entry.isValid(at: moment)
            }
            compare(ours ?? false, openSSH, example.expected, example.testDescription)
        }
    }

    private func filled(_ file: String) async throws -> [UInt8] {
        var text = file
        for (word, name) in [("KEY", "ed25519"), ("OTHER", "other"), ("RSA1024", "rsa1024")] {
            let fields = try await Keyring.key(name).publicLine.split(separator: " ")
            text = text.replacing(word, with: "\(fields[0]) \(fields[1])")
        }
        return text.unicodeScalars.flatMap { $0 == "\u{e000}" ? [0xff] : Array(String($0).utf8) }
    }
}

/// Reads the times of these tests, apart from the code under test.
enum CivilTimeText {
    static func utc(_ text: String) -> Timestamp? {
        let digits = text.compactMap(\.wholeNumberValue)
        guard digits.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        return Timestamp(
            year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
            minute: number(10..<12), second: number(12..<14))
    }
}
