public import CountersignObjects

/// The digest of what a commit changes: the same after a rebase that leaves the touched files alone.
///
/// Source: the bytes that `git diff-tree -r --no-renames --raw --full-index -z --no-commit-id
/// --ignore-submodules=none <parent> <commit>` prints, hashed with SHA-256.
public enum ChangeDigest {
    /// The digest of the changes between two trees; nil for an empty change, which never matches another.
    ///
    /// The order of the changes does not matter: git prints paths in the order of their bytes.
    public static func compute(_ changes: [TreeChange]) -> Digest256? {
        guard !changes.isEmpty else { return nil }
        return Digest256(hashing: rawDiff(changes))
    }

    /// The bytes that `git diff-tree --raw -z` prints for the changes.
    static func rawDiff(_ changes: [TreeChange]) -> [UInt8] {
        var bytes: [UInt8] = []
        for change in changes.sorted(by: { $0.path.lexicographicallyPrecedes($1.path) }) {
            let modes = ":\(octal(change.oldMode)) \(octal(change.newMode))"
            bytes += Array("\(modes) \(change.oldID.hex) \(change.newID.hex) ".utf8)
            bytes += [change.status, 0]
            bytes += change.path
            bytes.append(0)
        }
        return bytes
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
