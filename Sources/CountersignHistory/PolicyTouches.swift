internal import CountersignGit
internal import CountersignObjects
internal import CountersignVerifier

/// Which commits of a range have a `.countersign` that none of their parents has, told from their trees.
struct PolicyTouches {
    /// Fewer commits than this are as quickly read again as kept.
    private static let worthwhile = 100

    let graph: CommitGraph
    let cache: PolicyTouchCache?
    /// Which of few different things stands at `.countersign` in the trees of commits, as a number each.
    let entries: ([CommitGraph.Position]) async throws -> [Int32]

    /// The commits of `root..tip`; those that an earlier run read are not read again.
    func find(from root: CommitGraph.Position, to tip: CommitGraph.Position) async throws -> CommitSet {
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
        for position in try await read(open) { _ = found.insert(position) }
        if open.count >= Self.worthwhile {
            let reached = graph.reachable(from: CollectionOfOne(tip))
            cache?.keep(
                PolicyTouchCache.Range(tip: graph.ids[tip], commits: all.filter(found.contains).map { graph.ids[$0] }),
                from: graph.ids[root],
                inPlaceOf: (kept ?? []).filter { reached.contains($0.position) }.map(\.range.tip))
        }
        return found
    }

    private func read(_ positions: [CommitGraph.Position]) async throws -> [CommitGraph.Position] {
        guard !positions.isEmpty else { return [] }
        var wanted = CommitSet(capacity: graph.count)
        for position in positions {
            _ = wanted.insert(position)
            for parent in graph.parents(of: position) { _ = wanted.insert(parent) }
        }
        let all = (0..<graph.count).filter(wanted.contains)
        var numbers = [Int32](repeating: -1, count: graph.count)
        for (position, number) in zip(all, try await entries(all)) { numbers[position] = number }
        return positions.filter { position in
            !graph.hasParent(of: position) { numbers[$0] == numbers[position] }
        }
    }
}
