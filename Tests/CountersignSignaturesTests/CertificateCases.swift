import CountersignObjects
import Testing

/// One way in which a certificate, or the line of its authority, is right or wrong.
struct CertificateCase: Sendable, CustomTestStringConvertible {
    let name: String
    let expected: Expected
    /// AUTHORITY stands for the authority's `type base64`, KEY for the certified key's.
    var line = "alice@example.com cert-authority AUTHORITY"
    var change: @Sendable (inout CertificateFields) -> Void = { _ in }

    var testDescription: String { name }

    /// 2026-06-15T12:00:00Z, when the signatures of these cases are judged.
    static let moment: UInt64 = 1_781_524_800

    init(
        _ name: String, _ expected: Expected, line: String? = nil,
        _ change: @escaping @Sendable (inout CertificateFields) -> Void = { _ in }
    ) {
        (self.name, self.expected, self.change) = (name, expected, change)
        if let line { self.line = line }
    }

    static let all = lines + names + times + options + forms

    static let lines: [Self] = [
        .init("as it should be", .bothAccept),
        .init("a pattern in the line", .bothAccept, line: "*@example.com cert-authority AUTHORITY"),
        .init("a list in the line", .bothAccept, line: "bob@x.example,*@example.com cert-authority AUTHORITY"),
        .init("another domain in the line", .bothRefuse, line: "*@example.net cert-authority AUTHORITY"),
        .init("the name taken out in the line", .bothRefuse, line: "*,!alice@example.com cert-authority AUTHORITY"),
        .init("the line's namespaces", .bothAccept, line: "* cert-authority,namespaces=\"a,countersign\" AUTHORITY"),
        .init("other namespaces", .bothRefuse, line: "* cert-authority,namespaces=\"git\" AUTHORITY"),
        .init("the line's time", .bothAccept, line: "* cert-authority,valid-after=\"20260615120000Z\" AUTHORITY"),
        .init(
            "before the line's time", .bothRefuse, line: "* cert-authority,valid-after=\"20260615120001Z\" AUTHORITY"),
        .init("to the line's end", .bothAccept, line: "* cert-authority,valid-before=\"20260615120000Z\" AUTHORITY"),
        .init("after the line's end", .bothRefuse, line: "* cert-authority,valid-before=\"20260615115959Z\" AUTHORITY"),
        .init("the authority listed as a plain key", .bothRefuse, line: "alice@example.com AUTHORITY"),
        .init("the certified key listed instead", .bothRefuse, line: "alice@example.com KEY"),
        .init("the certified key listed as authority", .bothRefuse, line: "alice@example.com cert-authority KEY"),
    ]

    static let names: [Self] = [
        .init("another principal", .bothRefuse) { $0.principals = [Array("bob@example.com".utf8)] },
        .init("no principal", .bothRefuse) { $0.principals = [] },
        .init("an empty principal", .bothRefuse) { $0.principals = [[]] },
        .init("a pattern as principal", .bothRefuse) { $0.principals = [Array("*".utf8)] },
        .init("a principal in another case", .bothRefuse) { $0.principals = [Array("Alice@example.com".utf8)] },
        .init("two principals", .bothAccept) { $0.principals.insert(Array("x".utf8), at: 0) },
        .init("a NUL behind the principal", .onlyWeRefuse("two spellings")) { $0.principals[0].append(0) },
        .init("a NUL within the principal", .bothRefuse) { $0.principals[0] += [0, 0x61] },
        .init("a principal beside it that is no text", .onlyWeRefuse("not UTF-8")) { $0.principals.append([0xff]) },
        .init("256 principals", .bothAccept) {
            $0.principals = [[UInt8]](repeating: [0x61], count: 255) + $0.principals
        },
        .init("257 principals", .bothRefuse) {
            $0.principals = [[UInt8]](repeating: [0x61], count: 256) + $0.principals
        },
        .init("a NUL in the key id", .bothRefuse) { $0.keyID = [0x61, 0, 0x62] },
        .init("an empty key id", .bothAccept) { $0.keyID = [] },
        .init("a key id that is no text", .bothAccept) { $0.keyID = [0xff, 0xfe] },
    ]

    static let times: [Self] = [
        .init("valid from that second", .bothAccept) { $0.validAfter = moment },
        .init("valid from the next second", .bothRefuse) { $0.validAfter = moment + 1 },
        .init("valid to the next second", .bothAccept) { $0.validBefore = moment + 1 },
        .init("valid to that second", .bothRefuse) { $0.validBefore = moment },
        .init("never valid", .bothRefuse) { ($0.validAfter, $0.validBefore) = (moment + 1, moment) },
        .init("valid from the end of time", .bothRefuse) { $0.validAfter = .max },
        .init("valid to zero", .bothRefuse) { $0.validBefore = 0 },
    ]

    static let options: [Self] = [
        .init("a host's certificate", .bothRefuse) { $0.kind = 2 },
        .init("a certificate of no kind", .bothRefuse) { $0.kind = 0 },
        .init("a certificate of kind 257", .bothRefuse) { $0.kind = 257 },
        .init("force-command", .onlyWeRefuse("a login, not a signature")) {
            $0.critical = CertificateFields.option("force-command", Encoded.string("true"))
        },
        .init("source-address", .onlyWeRefuse("a login, not a signature")) {
            $0.critical = CertificateFields.option("source-address", Encoded.string("10.0.0.0/8"))
        },
        .init("an unknown critical option", .onlyWeRefuse("unknown")) {
            $0.critical = CertificateFields.option("what@example.com")
        },
        .init("verify-required of a key without a user", .onlyWeRefuse("no FIDO key")) {
            $0.critical = CertificateFields.option("verify-required")
        },
        .init("half a critical option", .bothRefuse) { $0.critical = Encoded.string("verify-required") },
        .init("a critical option cut short", .bothRefuse) { $0.critical = [0, 0, 0, 9, 1] },
        .init("extensions", .bothAccept) {
            $0.extensions = CertificateFields.option("permit-pty") + CertificateFields.option("x@y", [1, 2, 3])
        },
        .init("half an extension", .bothRefuse) { $0.extensions = Encoded.string("permit-pty") },
        .init("a reserved field", .bothAccept) { $0.reserved = [1, 2, 3] },
    ]

    static let forms: [Self] = [
        .init("an empty nonce", .bothAccept) { $0.nonce = [] },
        .init("serial zero", .bothAccept) { $0.serial = 0 },
        .init("a byte behind", .bothRefuse) { $0.trailing = [0] },
        .init("a byte before the signature", .bothRefuse) { $0.inserted = [0] },
        .init("an authority without a key", .bothRefuse) { $0.authority = [] },
        .init("a signature cut short", .bothRefuse) { $0.changeSignature = { $0.dropLast() } },
        .init("a signature with a flipped bit", .bothRefuse) {
            $0.changeSignature = { $0.dropLast() + [($0.last ?? 0) ^ 1] }
        },
        .init("an empty signature", .bothRefuse) { $0.changeSignature = { _ in [] } },
        .init("a byte behind the signature's numbers", .bothRefuse) { $0.changeSignature = { $0 + [0] } },
        .init("another type's name", .bothRefuse) { $0.type = "ssh-rsa-cert-v01@openssh.com" },
        .init("a key of another length", .bothRefuse) { $0.keyFields = Encoded.string([1, 2, 3]) },
    ]
}
