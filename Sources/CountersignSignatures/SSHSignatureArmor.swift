/// The form between `-----BEGIN SSH SIGNATURE-----` and `-----END SSH SIGNATURE-----`, as git keeps it in `gpgsig`.
extension SSHSignature {
    private static let header = Array("-----BEGIN SSH SIGNATURE-----\n".utf8)
    private static let footer = Array("\n-----END SSH SIGNATURE-----".utf8)

    /// The most bytes that `parse(armored:)` looks at.
    public static let longestArmor = 2 * longestBlob

    /// Reads an armoured SSHSIG as OpenSSH 9.2's `sshsig_dearmor` does, except that only blanks may follow it.
    ///
    /// - Throws: `SSHSignatureError`, as `parse(blob:)` does.
    public static func parse(armored text: [UInt8]) throws(SSHSignatureError) -> SSHSignature {
        try parse(blob: blob(armored: text))
    }

    /// The bytes within the armour, not looked at.
    ///
    /// - Throws: `SSHSignatureError.tooLong` and `.malformed`.
    public static func blob(armored text: [UInt8]) throws(SSHSignatureError) -> [UInt8] {
        guard text.count <= longestArmor else { throw .tooLong(limit: longestArmor) }
        guard text.starts(with: header) else { throw .malformed("no armour header") }
        let rest = text.dropFirst(header.count)
        guard let end = rest.indices.first(where: { rest[$0...].starts(with: footer) }) else {
            throw .malformed("no armour footer")
        }
        guard rest[end...].dropFirst(footer.count).allSatisfy(Base64.isBlank) else {
            throw .malformed("text after the armour")
        }
        guard let blob = Base64.decode(rest[..<end].filter { !Base64.isBlank($0) }) else {
            throw .malformed("the armour holds no padded base64")
        }
        return blob
    }
}
