/// What a commit needs before it may land.
public struct Requirement: Hashable, Sendable {
    /// Approvals by so many different persons.
    public let count: Int
    /// Each of this level or above.
    public let level: Level
    /// The names of the rules that ask for it, in the order of the file; empty when only the usual is asked.
    public let rules: [String]
}

extension Policy {
    /// What a commit needs that touches these paths (POLICY.md, step 5): the usual if it is flagged and its author is
    /// not proven trusted, and what every rule asks that is about it; the highest count and the highest level of all.
    ///
    /// - Parameters:
    ///   - touched: the bytes of every touched path.
    ///   - flagged: whether the commit counts as written with AI, under `[ai] unmarked` too.
    ///   - isAuthorTrusted: whether the author is proven *and* of the trusted level or above.
    /// - Returns: nil when the commit needs no approval.
    public func requirement(
        for touched: some Sequence<[UInt8]>, flagged: Bool, isAuthorTrusted: Bool
    ) -> Requirement? {
        let isBaseNeeded = flagged && !isAuthorTrusted
        let applying = rules.filter { ($0.appliesTo == .all || isBaseNeeded) && $0.matches(anyOf: touched) }
        var counts = applying.map { $0.count ?? approval.count }
        var levels = applying.map { $0.level ?? self.levels.trusted }
        if isBaseNeeded {
            counts.append(approval.count)
            levels.append(self.levels.trusted)
        }
        guard let count = counts.max(), let level = levels.max() else { return nil }
        return Requirement(count: count, level: level, rules: applying.map(\.name))
    }

    /// The rules that are about any of these paths, whatever they apply to, in the order of the file.
    public func rules(touching touched: some Sequence<[UInt8]>) -> [Rule] {
        rules.filter { $0.matches(anyOf: touched) }
    }
}
