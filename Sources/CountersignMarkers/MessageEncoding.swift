/// Whether a message says in its bytes what git shows of it.
///
/// Git shows a message re-encoded from what the commit's `encoding` header names (`git-commit(1)`, `i18n.commitEncoding`).
/// Markers are ASCII: under an encoding that writes ASCII otherwise (UTF-16, UTF-7, EBCDIC, the escapes of C99) people would
/// read a marker that the bytes do not show.
enum MessageEncoding {
    private static let transparent: [String] = [
        "utf-8", "utf8", "ascii", "us-ascii", "iso-8859-", "iso8859-", "iso_8859-", "latin", "windows-125", "cp125",
        "cp437", "cp85", "cp86", "koi8-", "euc-", "euc_", "gbk", "gb2312", "gb18030", "big5", "shift_jis", "shift-jis",
        "sjis", "cp932", "cp936", "cp949", "cp950", "tis-620", "viscii",
    ]

    /// Whether ASCII stands for itself; so it does where no encoding is named, and in none that is not known here.
    static func keepsASCII(_ name: [UInt8]?) -> Bool {
        guard let name else { return true }
        let lowered = name.asciiLowered
        return transparent.contains { lowered.starts(with: $0.utf8) }
    }
}
