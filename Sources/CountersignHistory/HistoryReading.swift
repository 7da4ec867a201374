internal import CountersignGit
internal import CountersignMarkers
internal import CountersignObjects
internal import CountersignVerifier

/// One reading of history: commits that an earlier run read are taken from the cache, all others from the repository.
struct HistoryReading {
    /// All that the tips reach.
    let graph: CommitGraph
    /// What each commit of the graph says of itself, by position.
    let traits: [KnownCommits.Traits]
    /// The facts of those read now of which there is something to say.
    let kept: [ObjectID: CommitFacts]
    /// Where a shallow clone cuts history short.
    let boundary: Set<ObjectID>
    private let cache: CommitCache?
    private let read: [ObjectID: CommitCache.Entry]

    /// Reads all that the tips reach; `facts` reads one commit.
    ///
    /// What a shallow clone lacks may come later, so there nothing is taken from the cache, and nothing kept.
    init(
        _ repository: Repository, tips: [ObjectID], cache: CommitCache?,
        facts: (ObjectID, UnsafeRawBufferPointer) throws -> CommitFacts
    ) throws {
        let shallow = try repository.shallowBoundary()
        let cache = shallow.isEmpty ? cache : nil
        let known = cache?.known ?? KnownCommits()
        var met: [Int] = []
        var read: [ObjectID: CommitCache.Entry] = [:]
        var kept: [ObjectID: CommitFacts] = [:]
        let outcome = try CommitWalk(repository).walk(from: tips) { id in
            guard let number = known.number(of: id) else { return nil }
            met.append(number)
            return []
        } visit: { id, bytes in
            let facts = try facts(id, bytes)
            if facts.isRemarkable { kept[id] = facts }
            read[id] = CommitCache.Entry(id: id, parents: facts.commit.parents, traits: facts.traits)
            return facts.commit.parents
        }
        // What is known of a commit says nothing of whether it is still there.
        for number in Set(met) { _ = try repository.commitBytes(known.ids[number]) { $0.count } }
        graph = Self.graph(known, met, Array(read.values), shallow: shallow)
        traits = graph.ids.map { id in
            known.number(of: id).map { known.traits[$0] } ?? read[id]?.traits ?? .remarkable
        }
        (self.kept, boundary, self.cache, self.read) = (kept, outcome.boundary, cache, read)
    }

    private static func graph(
        _ known: KnownCommits, _ met: [Int], _ read: [CommitCache.Entry], shallow: Set<ObjectID>
    ) -> CommitGraph {
        var builder = CommitGraph.Builder()
        let numbers = known.reachable(from: met)
        if numbers.count == known.count {
            builder.start(with: known.numbered, parents: known.parents)
        } else {
            let (ids, parents) = known.part(numbers)
            builder.start(with: ids, parents: parents)
        }
        for entry in read { builder.add(entry.id, parents: shallow.contains(entry.id) ? [] : entry.parents) }
        return builder.build()
    }

    /// Keeps for later runs what was read of the history of commits that are sure to stay.
    func keep(whatIsBelow lasting: [ObjectID]) {
        guard let cache, !read.isEmpty else { return }
        let reachable = graph.reachable(from: lasting.compactMap(graph.position(of:)))
        cache.add(graph.ids.indices.filter(reachable.contains).compactMap { read[graph.ids[$0]] })
    }
}

extension CommitFacts {
    /// What is kept of it between runs.
    fileprivate var traits: KnownCommits.Traits {
        var traits: KnownCommits.Traits = isRemarkable ? .remarkable : []
        if flagging.state == .ai { traits.insert(.flagged) }
        return traits
    }
}
