extension RevokedKeys {
    /// Every single revocation as text, in a fixed order: what a person is shown when the file changes.
    public var facts: [String] {
        blobs.map { "key \(SSHPublicKey.fingerprint(of: $0))" }.sorted()
            + sha256s.map { "key SHA256:\(Base64.encodeUnpadded($0))" }.sorted()
            + sha1s.map { "key SHA1:\(Base64.encodeUnpadded($0))" }.sorted()
            + certificates.flatMap(\.facts)
    }
}

extension RevokedKeys.Certificates {
    fileprivate var facts: [String] {
        let issuer = authority.map { "by \(SSHPublicKey.fingerprint(of: $0))" } ?? "by any authority"
        let ranges = Set(serials).sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        return ranges.map { range in
            let serials =
                range.lowerBound == range.upperBound
                ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            return "certificate \(issuer) with serial \(serials)"
        } + keyIDs.map { "certificate \(issuer) with key id \(visible($0, limit: .max))" }.sorted()
    }
}
