/// One path that differs between two trees, as `git diff-tree --raw` tells it.
///
/// Source: git's documentation, `git-diff-tree(1)`, "raw output format".
public struct TreeChange: Hashable, Sendable {
    /// The mode on the old side, as git's octal number; 0 where the path is new.
    public let oldMode: UInt32
    /// The mode on the new side; 0 where the path is gone.
    public let newMode: UInt32
    /// The object on the old side; `ObjectID.zero` where the path is new.
    public let oldID: ObjectID
    /// The object on the new side; `ObjectID.zero` where the path is gone.
    public let newID: ObjectID
    /// The path's bytes, unquoted, with `/` between directories.
    public let path: [UInt8]

    /// States one changed path.
    public init(oldMode: UInt32, newMode: UInt32, oldID: ObjectID, newID: ObjectID, path: [UInt8]) {
        self.oldMode = oldMode
        self.newMode = newMode
        self.oldID = oldID
        self.newID = newID
        self.path = path
    }

    /// The status letter: `A` added, `D` deleted, `T` another kind of file, `M` modified.
    public var status: UInt8 {
        if oldMode == 0 { return UInt8(ascii: "A") }
        if newMode == 0 { return UInt8(ascii: "D") }
        return oldMode & FileMode.kindMask == newMode & FileMode.kindMask ? UInt8(ascii: "M") : UInt8(ascii: "T")
    }
}
