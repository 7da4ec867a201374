/// Git's order of entries within a tree: bytewise, a directory's name taken as if `/` followed it.
///
/// Source: git's `base_name_compare`.
public enum TreeOrder {
    /// Negative, zero or positive as the left name sorts before, with or after the right one.
    public static func compare(
        _ left: UnsafeRawBufferPointer, isDirectory leftIsDirectory: Bool, _ right: UnsafeRawBufferPointer,
        isDirectory rightIsDirectory: Bool
    ) -> Int {
        let common = min(left.count, right.count)
        for index in 0..<common where left[index] != right[index] {
            return left[index] < right[index] ? -1 : 1
        }
        func next(_ name: UnsafeRawBufferPointer, _ isDirectory: Bool) -> Int {
            if name.count > common { return Int(name[common]) }
            return isDirectory ? Int(UInt8(ascii: "/")) : 0
        }
        return next(left, leftIsDirectory) - next(right, rightIsDirectory)
    }

    /// The same for two entries.
    public static func compare(_ left: TreeEntry, _ right: TreeEntry) -> Int {
        left.name.withUnsafeBytes { leftName in
            right.name.withUnsafeBytes { rightName in
                compare(leftName, isDirectory: left.isDirectory, rightName, isDirectory: right.isDirectory)
            }
        }
    }
}
