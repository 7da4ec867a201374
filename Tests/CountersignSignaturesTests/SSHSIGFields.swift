import Testing

/// SSH's wire encoding for the tests, written apart from the code under test.
enum Encoded {
    static func uint32(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    static func string(_ bytes: some Collection<UInt8>) -> [UInt8] { uint32(bytes.count) + bytes }

    static func string(_ text: String) -> [UInt8] { string(text.utf8) }

    static func mpint(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let trimmed = Array(bytes.drop { $0 == 0 })
        return string((trimmed.first ?? 0) >= 0x80 ? [0] + trimmed : trimmed)
    }

    /// The strings of which the bytes consist.
    static func strings(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var rest = bytes[...]
        var found: [[UInt8]] = []
        while !rest.isEmpty {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            try #require(rest.count >= 4 + length)
            found.append(Array(rest.dropFirst(4).prefix(length)))
            rest = rest.dropFirst(4 + length)
        }
        return found
    }
}

/// An SSHSIG in its fields, to be taken apart, changed and put together again.
struct SSHSIGFields {
    var preamble = Array("SSHSIG".utf8)
    var version = 1
    var key: [UInt8]
    var namespace: [UInt8]
    var reserved: [UInt8] = []
    var hash: [UInt8]
    var signature: [UInt8]
    var trailing: [UInt8] = []

    init(blob: [UInt8]) throws {
        let fields = try Encoded.strings(Array(blob.dropFirst(10)))
        try #require(fields.count == 5)
        (key, namespace, reserved, hash, signature) = (fields[0], fields[1], fields[2], fields[3], fields[4])
    }

    init(key: [UInt8], namespace: String, hash: String, signature: [UInt8]) {
        self.key = key
        self.namespace = Array(namespace.utf8)
        self.hash = Array(hash.utf8)
        self.signature = signature
    }

    var blob: [UInt8] {
        preamble + Encoded.uint32(version) + [key, namespace, reserved, hash, signature].flatMap(Encoded.string)
            + trailing
    }
}
