/// A plain list of revoked public keys, read as OpenSSH's `sshkey_in_file` does: blank lines and comments, else a key
/// or a certificate, whose key is meant.
///
/// Keys of kinds and sizes that sign nothing here are read and left out. A line that can't be read refuses the file:
/// it may be the key that was to be revoked.
enum RevokedKeyLines {
    /// Key types that OpenSSH has or had, and that are never accepted here.
    private static let otherTypes: Set<String> = ["ssh-dss", "ssh-xmss@openssh.com"]

    static func parse(_ bytes: [UInt8]) throws(RevokedKeysError) -> RevokedKeys {
        guard !bytes.contains(0) else { throw .line(1, "a NUL in the file") }
        var revoked = RevokedKeys()
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, whole) in lines.enumerated() {
            let line = whole.drop(while: isSpaceOrTab)
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            do throws(SSHSignatureError) {
                if let blob = try key(line.last == UInt8(ascii: "\r") ? line.dropLast() : line) {
                    revoked.blobs.insert(blob)
                }
            } catch {
                throw .line(index + 1, error.description)
            }
        }
        return revoked
    }

    /// The blob of the plain key on the line; nil for a key that can sign nothing here.
    private static func key(_ line: ArraySlice<UInt8>) throws(SSHSignatureError) -> [UInt8]? {
        let name = line.prefix { !isSpaceOrTab($0) }
        let encoded = line.dropFirst(name.count).drop(while: isSpaceOrTab).prefix { !isSpaceOrTab($0) }
        guard !encoded.isEmpty, let blob = Base64.decode(encoded) else {
            throw .malformed("no key type followed by padded base64")
        }
        var reader = WireReader(blob)
        guard name.elementsEqual(try reader.name("the key type").utf8) else {
            throw .malformed("the key is of another type than is written")
        }
        return try plainBlob(blob)
    }

    /// The blob of the key, or of the key that a certificate is for; nil for one that can sign nothing here.
    ///
    /// The key is proved, as OpenSSH does: a point off its curve is what a damaged list holds in a real key's place.
    static func plainBlob(_ blob: [UInt8]) throws(SSHSignatureError) -> [UInt8]? {
        do {
            let key =
                try SSHCertificate.isCertificate(blob)
                ? SSHCertificate.certifiedKey(in: blob) : SSHPublicKey(unprovedBlob: blob)
            return try key.prepared().key.blob
        } catch .weakKey {
            return nil
        } catch .certificateNotSupported {
            return nil
        } catch .unsupportedAlgorithm(let name) where otherTypes.contains(name) {
            return nil
        }
    }
}
