public import CountersignGit
internal import CountersignObjects

/// What stands in one ledger and not in another, line by line and place by place.
public enum LedgerDifference {
    /// The lines of `one` that `other` does not have on the same object, in order of the objects.
    public static func lines(of one: LedgerSnapshot, notIn other: LedgerSnapshot) -> [LedgerEntry] {
        if let tree = one.tree, tree == other.tree { return [] }
        let there = Dictionary(other.notes.map { ($0.annotated, Set($0.lines)) }, uniquingKeysWith: { $0.union($1) })
        return one.notes.flatMap { note in
            let kept = there[note.annotated] ?? []
            return note.lines.filter { !kept.contains($0) }
                .map { LedgerEntry(annotated: note.annotated, line: $0) }
        }
    }

    /// All lines of a ledger, in order of the objects.
    public static func lines(of one: LedgerSnapshot) -> [LedgerEntry] { lines(of: one, notIn: .empty) }

    /// The entries of `old` whose lines could not be read and that are not, bit for bit, in `new` too.
    ///
    /// What can't be compared line by line must not change at all. Throws `GitError`.
    public static func changedUnread(
        from old: LedgerSnapshot, to new: LedgerSnapshot, in repository: Repository
    ) throws(GitError) -> [LedgerDefect] {
        guard let oldTree = old.tree else { return [] }
        var changed: [LedgerDefect] = []
        for defect in old.defects where defect.kind != .otherName {
            let before = try repository.entry(defect.path, in: oldTree)
            let after = try entry(defect.path, in: new.tree, of: repository)
            if before != after { changed.append(defect) }
        }
        return changed
    }

    private static func entry(
        _ path: String, in tree: ObjectID?, of repository: Repository
    ) throws(GitError) -> TreeEntry? {
        guard let tree else { return nil }
        return try repository.entry(path, in: tree)
    }
}
