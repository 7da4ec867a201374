public import CountersignObjects

/// A merge in which no file was touched on both sides and none can have been renamed.
///
/// What git's merge makes of such parents needs no engine: each side's files as that side has them. Renames are what
/// could move a file elsewhere, and git finds them only where one side both adds and deletes files. Everything else is
/// left to the engines, and so is any doubt: this may fail to confirm a clean merge, and never confirms another.
public enum PlainMerge {
    /// How reports name this way of recomputing a merge.
    public static let engine = "comparison of trees"

    /// Whether a merge is certainly what git makes of its two parents.
    ///
    /// - Parameters:
    ///   - ours: what turns the only merge base's tree into the first parent's: often the most, and asked for last.
    ///   - theirs: what turns the same into the second parent's.
    ///   - merge: what turns the first parent's tree into the merge's.
    public static func confirms(
        ours: @autoclosure () throws -> [TreeChange], theirs: [TreeChange], merge: [TreeChange]
    ) rethrows -> Bool {
        guard merge.count == theirs.count, Set(merge) == Set(theirs) else { return false }
        // Where one side changed nothing the merge is the other side, whatever that did.
        if theirs.isEmpty { return true }
        let ours = try ours()
        if ours.isEmpty { return true }
        guard !mayHoldRenames(ours), !mayHoldRenames(theirs) else { return false }
        let ourPaths = Set(ours.map(\.path))
        return !theirs.contains { ourPaths.contains($0.path) } && !crossDirectories(ourPaths, theirs)
    }

    private static func mayHoldRenames(_ changes: [TreeChange]) -> Bool {
        changes.contains { $0.oldMode == 0 } && changes.contains { $0.newMode == 0 }
    }

    /// Whether a path of one side is a directory on the way to one of the other's.
    private static func crossDirectories(_ ours: Set<[UInt8]>, _ theirs: [TreeChange]) -> Bool {
        let theirPaths = Set(theirs.map(\.path))
        return ours.contains { parents(of: $0).contains(where: theirPaths.contains) }
            || theirPaths.contains { parents(of: $0).contains(where: ours.contains) }
    }

    private static func parents(of path: [UInt8]) -> [[UInt8]] {
        path.indices.filter { path[$0] == UInt8(ascii: "/") }.map { Array(path[..<$0]) }
    }
}
