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
    ///   - read: gives a tree's entries in git's order, no name twice; nil where git would write the same ones in other
    ///     words.
    public static func confirms(_ trees: Trees, reading read: (ObjectID) throws -> [TreeEntry]?) rethrows -> Bool {
        // Directories nest as deep as anyone cares to push, so this goes without recursion.
        var open = [trees]
        var isRoot = true
        while let trees = open.popLast() {
            if trees.ours == trees.base, trees.merge == trees.theirs { continue }
            if trees.theirs == trees.base, trees.merge == trees.ours { continue }
            guard let base = try trees.base.map(read) ?? [], let ours = try read(trees.ours),
                let theirs = try read(trees.theirs), let merge = try read(trees.merge)
            else { return false }
            // Git writes no directory in which nothing is left.
            if !isRoot, merge.isEmpty { return false }
            var places = Abreast(base: base, ours: ours, theirs: theirs, merge: merge)
            var (our, their) = (Moves(), Moves())
            while let place = places.next() {
                switch settle(place) {
                case .confirmed: break
                case .within(let directories): open.append(directories)
                case .open: return false
                }
                our.take(place.base, place.ours)
                their.take(place.base, place.theirs)
            }
            if isRoot, our.mayMeet(their) { return false }
            isRoot = false
        }
        return true
    }

    private enum Outcome {
        case confirmed
        /// It depends on what is in these directories.
        case within(Trees)
        case open
    }

    private static func settle(_ place: Abreast.Place) -> Outcome {
        let (base, ours, theirs, merge) = (place.base, place.ours, place.theirs, place.merge)
        if ours == base { return merge == theirs ? .confirmed : .open }
        if theirs == base { return merge == ours ? .confirmed : .open }
        // A directory that is gone on one side may have been renamed, with what the other side put there.
        guard let ours = ours?.directory, let theirs = theirs?.directory, let merge = merge?.directory else {
            return .open
        }
        return .within(Trees(base: base?.directory, ours: ours, theirs: theirs, merge: merge))
    }

    /// What one side did to the root: it may have moved all that was there, where the other side adds something.
    ///
    /// A file that became a directory counts as taken away, and as added.
    private struct Moves {
        private var takesAway = false
        private var adds = false

        mutating func take(_ base: Content?, _ side: Content?) {
            if side == nil, base != nil { takesAway = true }
            if side != nil, base == nil { adds = true }
        }

        func mayMeet(_ other: Moves) -> Bool { takesAway && other.adds || adds && other.takesAway }
    }

    /// What stands at a name.
    private struct Content: Equatable {
        let mode: UInt32
        let id: ObjectID

        var directory: ObjectID? { FileMode.isDirectory(mode) ? id : nil }
    }

    /// Goes through four directories, and looks at one name in all of them at a time.
    ///
    /// In git's order a file and a directory of one name stand apart. No tree that git reads has both, so what either
    /// comes to says what both do.
    private struct Abreast {
        /// What the directories have at one name.
        struct Place {
            fileprivate(set) var base: Content?
            fileprivate(set) var ours: Content?
            fileprivate(set) var theirs: Content?
            fileprivate(set) var merge: Content?
        }

        private var base: ArraySlice<TreeEntry>
        private var ours: ArraySlice<TreeEntry>
        private var theirs: ArraySlice<TreeEntry>
        private var merge: ArraySlice<TreeEntry>

        init(base: [TreeEntry], ours: [TreeEntry], theirs: [TreeEntry], merge: [TreeEntry]) {
            (self.base, self.ours, self.theirs, self.merge) = (base[...], ours[...], theirs[...], merge[...])
        }

        mutating func next() -> Place? {
            var least = base.first
            for other in [ours.first, theirs.first, merge.first] {
                guard let other else { continue }
                if let known = least, TreeOrder.compare(known, other) <= 0 { continue }
                least = other
            }
            guard let least else { return nil }
            return Place(
                base: Self.take(least, from: &base), ours: Self.take(least, from: &ours),
                theirs: Self.take(least, from: &theirs), merge: Self.take(least, from: &merge))
        }

        private static func take(_ name: TreeEntry, from entries: inout ArraySlice<TreeEntry>) -> Content? {
            guard let first = entries.first, TreeOrder.compare(first, name) == 0 else { return nil }
            entries.removeFirst()
            return Content(mode: first.mode, id: first.id)
        }
    }
}
