/// The spellings of key fingerprints and statement digests that a policy may hold.
enum Fingerprint {
    static let allowedOpenPGP = "an OpenPGP fingerprint: 40 or 64 hexadecimal digits without blanks"
    static let allowedKey = "SHA256: and 43 base64 characters as `ssh-keygen -l` prints them, or " + allowedOpenPGP
    static let allowedStatement = "sha256: and 64 lower-case hexadecimal digits"

    /// An OpenPGP fingerprint (version 4: 40 digits, version 6: 64) in upper case; nil for anything else.
    static func openPGP(_ text: some StringProtocol) -> String? {
        let bytes = text.utf8
        guard bytes.count == 40 || bytes.count == 64 else { return nil }
        let upper = bytes.map { (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) ? $0 & 0xdf : $0 }
        guard upper.allSatisfy(isUpperHex) else { return nil }
        return String(decoding: upper, as: UTF8.self)
    }

    /// Whether the text is `SHA256:` and the base64 of 32 bytes in its one canonical form.
    ///
    /// One that is not would be revoked and never found.
    static func isSSH(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: "SHA256:".utf8), bytes.count == 7 + 43, let last = bytes.last else { return false }
        return bytes.dropFirst(7).allSatisfy(isBase64) && "AEIMQUYcgkosw048".utf8.contains(last)
    }

    /// Whether the text is `sha256:` and 64 lower-case hexadecimal digits.
    static func isStatement(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst(7)
        return text.utf8.starts(with: "sha256:".utf8) && digits.count == 64
            && digits.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isUpperHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
