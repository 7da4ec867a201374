import CountersignSignatures
import Testing

/// One change to the form of a good signature, and what OpenSSH and we make of it.
struct Form: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expected: Expected
    let error: SSHSignatureError?
    let change: @Sendable (inout SSHSIGFields) throws -> Void

    init(
        _ name: String, _ expected: Expected, _ error: SSHSignatureError? = nil,
        change: @escaping @Sendable (inout SSHSIGFields) throws -> Void
    ) {
        testDescription = name
        self.expected = expected
        self.error = error
        self.change = change
    }

    /// Makes the change and compares; where an error is named, it must be the one.
    func check(_ key: SoftwareKey) async throws {
        let message = Array("a message\n".utf8)
        var fields = try key.sshsig(message, namespace: "git")
        try change(&fields)
        let blob = fields.blob
        let found = refusal(of: blob, message: message, namespace: "git")
        let openSSH = try await Workshop.with {
            try await $0.openSSHAccepts(armored: armor(blob), message: message, namespace: "git")
        }
        compare(found == nil, openSSH, expected, testDescription)
        if let error { #expect(found == error) }
    }
}

@Suite("The form of signatures against ssh-keygen")
struct SignatureFormTests {
    @Test("the outer form", arguments: outer + names)
    func outerForm(form: Form) async throws { try await form.check(.ed25519()) }

    @Test("the form of Ed25519 keys and signatures", arguments: ed25519)
    func ed25519Form(form: Form) async throws { try await form.check(.ed25519()) }

    @Test("the form of ECDSA keys and signatures", arguments: ecdsa)
    func ecdsaForm(form: Form) async throws { try await form.check(.p256()) }

    static let outer = [
        Form("nothing changed", .bothAccept) { _ in },
        Form("a reserved field that holds something", .bothAccept) { $0.reserved = [1, 2, 3] },
        Form("version 0", .onlyWeRefuse("the format has no version 0"), .unsupportedVersion(0)) { $0.version = 0 },
        Form("version 2", .bothRefuse, .unsupportedVersion(2)) { $0.version = 2 },
        Form("another preamble", .bothRefuse, .malformed("no SSHSIG at the start")) {
            $0.preamble = Array("SSHSIH".utf8)
        },
        Form("a byte after the end", .bothRefuse, .malformed("1 bytes too many after the signature blob")) {
            $0.trailing = [0]
        },
        Form("an empty namespace", .bothRefuse, .malformed("the namespace is empty")) { $0.namespace = [] },
        Form("another namespace", .bothRefuse, .wrongNamespace(expected: "git", found: "file")) {
            $0.namespace = Array("file".utf8)
        },
        Form("a namespace with a NUL at its end", .onlyWeRefuse("two spellings")) { $0.namespace.append(0) },
        Form("a namespace with a NUL inside", .bothRefuse) { $0.namespace += [0, 0x61] },
        Form("a namespace that is not UTF-8", .bothRefuse, .malformed("the namespace is no text")) {
            $0.namespace = [0xff]
        },
        Form("more than 64 KiB", .onlyWeRefuse("no signature is that long"), .tooLong(limit: 65_536)) {
            $0.reserved = [UInt8](repeating: 0, count: 65_536)
        },
    ]

    static let names = [
        Form("hash sha1", .bothRefuse, .unsupportedAlgorithm("sha1")) { $0.hash = Array("sha1".utf8) },
        Form("hash SHA512", .bothRefuse, .unsupportedAlgorithm("SHA512")) { $0.hash = Array("SHA512".utf8) },
        Form("no hash", .bothRefuse) { $0.hash = [] },
        Form("the other hash", .bothRefuse, .badSignature) { $0.hash = Array("sha256".utf8) },
        Form("a hash with a NUL at its end", .onlyWeRefuse("two spellings")) { $0.hash.append(0) },
        Form("a key type in short", .onlyWeRefuse("two spellings"), .unsupportedAlgorithm("ED25519")) {
            $0.key = Encoded.string("ED25519") + $0.key.dropFirst(15)
        },
        Form("a key type with an escape sequence", .bothRefuse, .malformed("the key type is not a name")) {
            $0.key = Encoded.string("ssh\u{1b}[31m") + $0.key.dropFirst(15)
        },
        Form("DSA", .bothRefuse, .unsupportedAlgorithm("ssh-dss")) {
            $0.key = Encoded.string("ssh-dss") + $0.key.dropFirst(15)
        },
        Form("the signature algorithm of another key", .bothRefuse) {
            $0.signature = Encoded.string("rsa-sha2-512") + $0.signature.dropFirst(15)
        },
        Form("a signature algorithm with a NUL at its end", .onlyWeRefuse("two spellings")) {
            $0.signature = Encoded.string("ssh-ed25519\0") + $0.signature.dropFirst(15)
        },
        Form("an unknown signature algorithm", .bothRefuse, .unsupportedAlgorithm("none")) {
            $0.signature = Encoded.string("none") + $0.signature.dropFirst(15)
        },
        Form("an empty key", .bothRefuse, .malformed("the key type is cut short")) { $0.key = [] },
        Form("an empty signature", .bothRefuse, .malformed("the signature algorithm is cut short")) {
            $0.signature = []
        },
    ]

    static let ed25519 = [
        Form("a byte after the key", .bothRefuse) { $0.key.append(0) },
        Form("a key of 31 bytes", .bothRefuse, .malformed("an Ed25519 key of 31 bytes")) {
            $0.key = Encoded.string("ssh-ed25519") + Encoded.string($0.key.suffix(31))
        },
        Form("a key of 33 bytes", .bothRefuse, .malformed("an Ed25519 key of 33 bytes")) {
            $0.key = Encoded.string("ssh-ed25519") + Encoded.string($0.key.suffix(32) + [0])
        },
        Form("a byte after the signature", .bothRefuse) { $0.signature.append(0) },
        Form("a signature of 63 bytes", .bothRefuse, .malformed("an Ed25519 signature of 63 bytes")) {
            $0.signature = Encoded.string("ssh-ed25519") + Encoded.string($0.signature.suffix(64).dropLast())
        },
        Form("a signature of 65 bytes", .bothRefuse, .malformed("an Ed25519 signature of 65 bytes")) {
            $0.signature = Encoded.string("ssh-ed25519") + Encoded.string($0.signature.suffix(64) + [0])
        },
        Form("s plus the group's order", .onlyWeRefuse("RFC 8032 wants s reduced"), .badSignature) {
            $0.signature = $0.signature.dropLast(32) + plusOrder($0.signature.suffix(32))
        },
    ]

    static let ecdsa = [
        Form("nothing changed", .bothAccept) { _ in },
        Form("r with a leading zero", .onlyWeRefuse("two spellings"), .malformed("r has leading zeros")) {
            try replaceHalves(&$0) { [[0, 0] + $0[0].drop { $0 == 0 }, $0[1]] }
        },
        Form("a negative r", .bothRefuse, .malformed("r is negative")) {
            try replaceHalves(&$0) { [[0x80] + $0[0], $0[1]] }
        },
        Form("r is zero", .bothRefuse, .malformed("r is zero")) { try replaceHalves(&$0) { [[], $0[1]] } },
        Form("s is zero, written as a byte", .bothRefuse) { try replaceHalves(&$0) { [$0[0], [0]] } },
        Form("r of 40 bytes", .bothRefuse, .badSignature) {
            try replaceHalves(&$0) { [[UInt8](repeating: 1, count: 40), $0[1]] }
        },
        Form("three halves", .bothRefuse) { try replaceHalves(&$0) { $0 + [[1]] } },
        Form("one half", .bothRefuse, .malformed("s is cut short")) { try replaceHalves(&$0) { [$0[0]] } },
        Form("r and s exchanged", .bothRefuse, .badSignature) { try replaceHalves(&$0) { $0.reversed() } },
        Form("another curve's name", .bothRefuse) { try replacePoint(&$0, curve: "nistp384") { $0 } },
        Form("a compressed point", .bothRefuse) {
            try replacePoint(&$0) { [2 + ($0.last ?? 0) % 2] + $0[1..<33] }
        },
        Form("a point off the curve", .bothRefuse, .malformed("the numbers are no key")) {
            try replacePoint(&$0) { $0.dropLast() + [($0.last ?? 0) ^ 1] }
        },
        Form("the point at infinity", .bothRefuse) { try replacePoint(&$0) { _ in [0] } },
        Form("a point with a tiny x", .bothRefuse, .malformed("no usable point of nistp256")) {
            try replacePoint(&$0) { _ in tinyPoint }
        },
    ]
}

private func replaceHalves(_ fields: inout SSHSIGFields, _ change: ([[UInt8]]) -> [[UInt8]]) throws {
    let inner = try Encoded.strings(fields.signature)
    let halves = change(try Encoded.strings(inner[1]))
    fields.signature = Encoded.string(inner[0]) + Encoded.string(halves.flatMap { Encoded.string($0) })
}

private func replacePoint(
    _ fields: inout SSHSIGFields, curve: String = "nistp256", _ change: ([UInt8]) -> [UInt8]
) throws {
    let parts = try Encoded.strings(fields.key)
    fields.key = Encoded.string(parts[0]) + Encoded.string(curve) + Encoded.string(change(parts[2]))
}

/// Adds 2^252 + 27742317777372353535851937790883648493, little-endian.
private func plusOrder(_ number: ArraySlice<UInt8>) -> [UInt8] {
    let order: [UInt8] =
        [0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14]
        + [UInt8](repeating: 0, count: 15) + [0x10]
    var carry = 0
    return zip(number, order).map { digit, added in
        carry += Int(digit) + Int(added)
        defer { carry >>= 8 }
        return UInt8(carry & 0xff)
    }
}

/// The P-256 point with x = 5: on the curve, and refused by OpenSSH all the same.
private let tinyPoint: [UInt8] =
    [4] + [UInt8](repeating: 0, count: 31) + [5]
    + [
        0x45, 0x92, 0x43, 0xb9, 0xaa, 0x58, 0x18, 0x06, 0xfe, 0x91, 0x3b, 0xce, 0x99, 0x81, 0x7a, 0xde,
        0x11, 0xca, 0x50, 0x3c, 0x64, 0xd9, 0xa3, 0xc5, 0x33, 0x41, 0x5c, 0x08, 0x32, 0x48, 0xfb, 0xcc,
    ]
