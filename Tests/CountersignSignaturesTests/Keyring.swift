import Testing

/// Keys that ssh-keygen made, once for all tests, and kept in memory so that no file stays behind.
struct Keyring {
    struct Key: Sendable, CustomTestStringConvertible {
        let name: String
        let privateKey: [UInt8]
        /// `type base64 comment`.
        let publicLine: String
        /// The second field of `ssh-keygen -l`.
        let fingerprint: String

        var testDescription: String { name }
    }

    /// Name and ssh-keygen's arguments of every kind of key that ssh-keygen can make without a device.
    static let kinds: [String: [String]] = [
        "ed25519": ["-t", "ed25519"], "other": ["-t", "ed25519"],
        "p256": ["-t", "ecdsa", "-b", "256"], "p384": ["-t", "ecdsa", "-b", "384"],
        "p521": ["-t", "ecdsa", "-b", "521"],
        "rsa1024": ["-t", "rsa", "-b", "1024"], "rsa2048": ["-t", "rsa", "-b", "2048"],
        "rsa3072": ["-t", "rsa", "-b", "3072"], "rsa4096": ["-t", "rsa", "-b", "4096"],
    ]

    /// The kinds whose signatures count.
    static let accepted = ["ed25519", "p256", "p384", "p521", "rsa2048", "rsa3072", "rsa4096"]

    private static let made = Task { try await Workshop.with { try await make(in: $0) } }

    static func key(_ name: String) async throws -> Key {
        try await #require(made.value[name])
    }

    private static func make(in workshop: Workshop) async throws -> [String: Key] {
        var keys: [String: Key] = [:]
        for (name, arguments) in kinds {
            let path = "\(workshop.directory)/\(name)"
            let made = try await workshop.sshKeygen(["-q", "-N", "", "-C", "a comment", "-f", path] + arguments)
            #expect(made.succeeded)
            let listed = try await workshop.sshKeygen(["-l", "-f", "\(path).pub"])
            let fingerprint = String(decoding: listed.output, as: UTF8.self).split(separator: " ").dropFirst().first
            keys[name] = Key(
                name: name, privateKey: try workshop.read(name),
                publicLine: String(decoding: try workshop.read("\(name).pub").dropLast(), as: UTF8.self),
                fingerprint: String(try #require(fingerprint)))
        }
        return keys
    }
}
