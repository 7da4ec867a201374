/// What came of merging a merge's two parents again.
public enum MergeRecomputation: Hashable, Sendable {
    /// The same tree without a conflict: the merge changes nothing itself. By which engine, with its version.
    case clean(engine: String)
    /// A conflict, or another tree: somebody decided something.
    case different(engine: String)
    /// It can't be told, and why. Then the merge is judged like a commit: it may need an approval in vain, and never
    /// passes for nothing.
    case undecided(why: String)

    /// Whether it is proven that the merge changes nothing itself.
    var isClean: Bool {
        if case .clean = self { true } else { false }
    }
}
