public import CountersignObjects

/// A merge in which nothing was changed on both sides: what git makes of such parents needs no engine.
///
/// The four trees are gone through together, and only where both sides changed something below the same directory;
/// what only one side changed the merge must have as that side has it, renamed or not. Git follows renames where one
/// side renames what the other changes, or the directory that the other adds to; then both changed the same place, and
/// it is left to git, as is any doubt: this may fail to confirm a clean merge, and never confirms another.
public enum PlainMerge {
    /// How reports name this way of recomputing a merge.
    public static let engine = "comparison of trees"

    /// What stands at a name in a directory.
    public struct Entry: Hashable, Sendable {
        let mode: UInt32
        let id: ObjectID

        /// States a mode, as git's octal number, and an object.
        public init(mode: UInt32, id: ObjectID) {
            (self.mode, self.id) = (mode, id)
        }

        fileprivate var directory: ObjectID? { mode == 0o040000 ? id : nil }
    }

    /// A directory's entries, by the bytes of their names.
    public typealias Directory = [[UInt8]: Entry]

    /// The trees of a merge: those of its only merge base, of its parents, and its own.
    public struct Trees: Sendable {
        /// Nil where there is no such directory in the merge base.
        let base: ObjectID?
        let ours: ObjectID
        let theirs: ObjectID
        let merge: ObjectID

        /// States the four.
        public init(base: ObjectID?, ours: ObjectID, theirs: ObjectID, merge: ObjectID) {
            (self.base, self.ours, self.theirs, self.merge) = (base, ours, theirs, merge)
        }
    }

    /// Whether a merge is certainly what git makes of its two parents.
    ///
    /// - Parameters:
    ///   - trees: what was merged, and what came of it.
    ///   - read: gives a tree's entries; nil where git would write the same ones in other words.
    public static func confirms(_ trees: Trees, reading read: (ObjectID) throws -> Directory?) rethrows -> Bool {
        // Directories nest as deep as anyone cares to push, so this goes without recursion.
        var open = [trees]
        var isRoot = true
        while let trees = open.popLast() {
            if trees.ours == trees.base, trees.merge == trees.theirs { continue }
            if trees.theirs == trees.base, trees.merge == trees.ours { continue }
            guard let base = try trees.base.map(read) ?? [:], let ours = try read(trees.ours),
                let theirs = try read(trees.theirs), let merge = try read(trees.merge)
            else { return false }
            // Git writes no directory in which nothing is left.
            if !isRoot, merge.isEmpty { return false }
            if isRoot, mayMoveRoot(base, ours, theirs) || mayMoveRoot(base, theirs, ours) { return false }
            isRoot = false
            for name in Set(base.keys).union(ours.keys).union(theirs.keys).union(merge.keys) {
                switch settle(base[name], ours[name], theirs[name], merge[name]) {
                case .confirmed: continue
                case .within(let directories): open.append(directories)
                case .open: return false
                }
            }
        }
        return true
    }

    private enum Outcome {
        case confirmed
        /// It depends on what is in these directories.
        case within(Trees)
        case open
    }

    private static func settle(_ base: Entry?, _ ours: Entry?, _ theirs: Entry?, _ merge: Entry?) -> Outcome {
        if ours == base { return merge == theirs ? .confirmed : .open }
        if theirs == base { return merge == ours ? .confirmed : .open }
        // A directory that is gone on one side may have been renamed, with what the other side put there.
        guard let ours = ours?.directory, let theirs = theirs?.directory, let merge = merge?.directory,
            base == nil || base?.directory != nil
        else { return .open }
        return .within(Trees(base: base?.directory, ours: ours, theirs: theirs, merge: merge))
    }

    /// Whether one side may have moved all that was in the root, where the other side adds something.
    private static func mayMoveRoot(_ base: Directory, _ one: Directory, _ other: Directory) -> Bool {
        base.keys.contains { one[$0] == nil } && other.keys.contains { base[$0] == nil }
    }
}
