internal import CountersignGit
internal import CountersignObjects
internal import CountersignVerifier

/// Which commits of a range have a `.countersign` that none of their parents has, told from their trees.
struct PolicyTouches {
    /// Fewer commits than this are as quickly read again as kept.
    private static let worthwhile = 100

    let graph: CommitGraph
    let cache: PolicyTouchCache?
    /// What stands at `.countersign` in a commit's tree.
    let entry: (ObjectID) throws -> PolicyEntry

    /// The commits of `root..tip`; those that an earlier run read are not read again.
    func find(from root: CommitGraph.Position, to tip: CommitGraph.Position) throws -> CommitSet {
        let all = graph.range(from: CollectionOfOne(root), to: tip)
        let kept = cache?.ranges(from: graph.ids[root]).compactMap { range in
            graph.position(of: range.tip).map { (position: $0, range: range) }
        }
        var found = CommitSet(capacity: graph.count)
        for commit in (kept ?? []).flatMap(\.range.commits) {
            if let position = graph.position(of: commit) { _ = found.insert(position) }
        }
        let settled = graph.reachable(from: (kept ?? []).map(\.position))
        let open = all.filter { !settled.contains($0) }
        for position in try read(open) { _ = found.insert(position) }
        if open.count >= Self.worthwhile {
            let reached = graph.reachable(from: CollectionOfOne(tip))
            cache?.keep(
                PolicyTouchCache.Range(tip: graph.ids[tip], commits: all.filter(found.contains).map { graph.ids[$0] }),
                from: graph.ids[root],
                inPlaceOf: (kept ?? []).filter { reached.contains($0.position) }.map(\.range.tip))
        }
        return found
    }

    private func read(_ positions: [CommitGraph.Position]) throws -> [CommitGraph.Position] {
        guard !positions.isEmpty else { return [] }
        // Few entries differ, so each commit's is a number.
        var numbers: [PolicyEntry: Int32] = [:]
        var entries = [Int32](repeating: -1, count: graph.count)
        func number(_ position: CommitGraph.Position) throws -> Int32 {
            if entries[position] >= 0 { return entries[position] }
            let entry = try self.entry(graph.ids[position])
            let number = numbers[entry] ?? Int32(numbers.count)
            numbers[entry] = number
            entries[position] = number
            return number
        }
        return try positions.filter { position in
            let own = try number(position)
            return try !graph.parents(of: position).contains { try number($0) == own }
        }
    }
}
