public import CountersignSignatures

/// What is void for all times: section `[revoked]`.
public struct Revocations: Hashable, Sendable {
    /// SSH fingerprints (`SHA256:…`) and OpenPGP fingerprints (upper-case hexadecimal digits).
    public let keys: Set<String>
    /// Digests of statements' payloads: `sha256:` and 64 lower-case hexadecimal digits.
    public let statements: Set<String>

    /// Whether that SSH key is revoked.
    public func contains(_ key: SSHPublicKey) -> Bool { keys.contains(key.fingerprint) }

    /// Whether the OpenPGP key with that fingerprint, in either case, is revoked.
    public func contains(openpgp fingerprint: String) -> Bool {
        Fingerprint.openPGP(fingerprint).map(keys.contains) ?? false
    }

    /// Whether the statement with that payload digest, `sha256:…`, is revoked.
    public func contains(statement digest: String) -> Bool { statements.contains(digest) }

    init(_ section: PolicySection) throws(PolicyError) {
        var keys: Set<String> = []
        for text in section.all("key") {
            guard let key = Fingerprint.isSSH(text) ? text : Fingerprint.openPGP(text) else {
                throw section.refusal(.badValue, "key", found: text, allowed: Fingerprint.allowedKey)
            }
            keys.insert(key)
        }
        for text in section.all("statement") where !Fingerprint.isStatement(text) {
            throw section.refusal(.badValue, "statement", found: text, allowed: Fingerprint.allowedStatement)
        }
        self.keys = keys
        statements = Set(section.all("statement"))
    }
}
