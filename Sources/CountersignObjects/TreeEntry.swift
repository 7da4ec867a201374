/// One entry of a tree object.
public struct TreeEntry: Hashable, Sendable {
    /// The name's bytes: not empty, without `/` and NUL.
    public let name: [UInt8]
    /// The mode as git shows it: 040000, 100644, 100755, 120000 or 160000.
    public let mode: UInt32
    /// The object that the entry names; a commit of another repository for a submodule.
    public let id: ObjectID

    /// States one entry.
    public init(name: [UInt8], mode: UInt32, id: ObjectID) {
        self.name = name
        self.mode = mode
        self.id = id
    }

    /// Whether the entry names a tree.
    public var isDirectory: Bool { FileMode.isDirectory(mode) }
    /// Whether the entry names a blob that is a file, executable or not.
    public var isRegularFile: Bool { FileMode.isRegularFile(mode) }
}

/// File modes as git's trees have them.
public enum FileMode {
    /// A directory.
    public static let tree: UInt32 = 0o040000
    /// A file that is not executable.
    public static let file: UInt32 = 0o100644

    /// The bits of a mode that tell regular files, symbolic links, directories and submodules apart.
    static let kindMask: UInt32 = 0o170000
    private static let regularKind: UInt32 = 0o100000

    /// Whether a mode is that of a file, executable or not.
    public static func isRegularFile(_ mode: UInt32) -> Bool { mode & kindMask == regularKind }

    /// Whether a mode is that of a directory.
    public static func isDirectory(_ mode: UInt32) -> Bool { mode & kindMask == tree }

    /// What git makes of a mode it reads; source: git's `cache.h`, `canon_mode`.
    public static func canonical(_ mode: UInt32) -> UInt32 {
        switch mode & kindMask {
        case regularKind: mode & 0o100 != 0 ? 0o100755 : file
        case 0o120000: 0o120000
        case tree: tree
        default: 0o160000
        }
    }
}
