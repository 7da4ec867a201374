internal import CountersignGit
internal import CountersignMarkers
internal import CountersignObjects
internal import CountersignVerifier

/// One reading of history: commits that an earlier run read are taken from the cache, all others from the repository.
struct HistoryReading {
    /// All that the tips reach.
    let graph: CommitGraph
    /// Those of which there is something to say.
    private(set) var remarkable: CommitSet
    /// Those that carry a marker.
    private(set) var flagged: CommitSet
    /// The facts of those read last of which there is something to say.
    let recent: RecentFacts
    /// The trees of those read.
    let trees: CommitTrees
    /// Where a shallow clone cuts history short.
    let boundary: Set<ObjectID>
    private let cache: CommitCache?
    private let hasNew: Bool

    /// Reads all that the tips reach; `facts` reads one commit, on any thread, and `onCommits` hears how many were.
    ///
    /// What a shallow clone lacks may come later, so there nothing is taken from the cache, and nothing kept.
    init(
        _ repository: Repository, tips: [ObjectID], cache: CommitCache?,
        facts: @escaping @Sendable (ObjectID, UnsafeRawBufferPointer) throws -> CommitFacts, onCommits: (Int) -> Void
    ) async throws {
        let shallow = try repository.shallowBoundary()
        let cache = shallow.isEmpty ? cache : nil
        let known = cache?.known ?? KnownCommits()
        var read = ReadCommits()
        let outcome = try await CommitWalk(repository).walk(
            from: tips, isKnown: { known.number(of: $0) != nil }, reader: { ReadCommits.reader(facts) },
            take: { commits, content in
                read.add(commits, content)
                onCommits(commits.count)
            })
        // What is known of a commit says nothing of whether it is still there.
        for id in outcome.known { try repository.require(id, .commit) }
        let numbers = known.reachable(from: outcome.known.compactMap(known.number(of:)))
        graph = read.graph(outcome.ids, with: known, numbers)
        trees = CommitTrees(read.trees, of: read.numbers, in: outcome.ids, graph)
        (recent, boundary, self.cache, hasNew) = (
            read.recent, outcome.boundary, cache, graph.count > numbers.count
        )
        (remarkable, flagged) = (CommitSet(capacity: graph.count), CommitSet(capacity: graph.count))
        for number in numbers where !known.traits[number].isEmpty { mark(known.ids[number], known.traits[number]) }
        for (id, traits) in read.traits { mark(id, traits) }
    }

    private mutating func mark(_ commit: ObjectID, _ traits: KnownCommits.Traits) {
        guard let position = graph.position(of: commit) else { return }
        if traits.contains(.remarkable) { _ = remarkable.insert(position) }
        if traits.contains(.flagged) { _ = flagged.insert(position) }
    }

    /// Keeps for later runs what was read of the history of commits that are sure to stay.
    func keep(whatIsBelow lasting: [ObjectID]) {
        guard let cache, hasNew else { return }
        let reachable = graph.reachable(from: lasting.compactMap(graph.position(of:)))
        var numbers = [Int32](repeating: -1, count: graph.count)
        var new: [CommitGraph.Position] = []
        for position in graph.ids.indices where reachable.contains(position) {
            if let number = cache.known.number(of: graph.ids[position]) {
                numbers[position] = Int32(number)
                continue
            }
            guard graph.parentCount(of: position) <= KnownCommits.parentLimit,
                !graph.hasParent(of: position, where: { numbers[$0] < 0 })
            else { continue }
            numbers[position] = Int32(cache.known.count + new.count)
            new.append(position)
        }
        let parents = graph.parents(of: new) { numbers[Int($0)] }
        cache.add(
            new.indices.lazy.map { place in
                CommitCache.Entry(
                    id: graph.ids[new[place]], parents: parents[place], traits: traits(at: new[place]))
            })
    }

    private func traits(at position: CommitGraph.Position) -> KnownCommits.Traits {
        var traits: KnownCommits.Traits = remarkable.contains(position) ? .remarkable : []
        if flagged.contains(position) { traits.insert(.flagged) }
        return traits
    }
}

/// What was read of commits that no earlier run read.
private struct ReadCommits {
    /// What some commits say, besides their parents.
    struct Content: Sendable {
        var trees: [ObjectID] = []
        /// Of those of which there is something to say.
        var traits: [(ObjectID, KnownCommits.Traits)] = []
        var facts: [CommitFacts] = []

        mutating func add(_ facts: CommitFacts) {
            trees.append(facts.commit.tree)
            let traits = facts.traits
            if !traits.isEmpty { self.traits.append((facts.commit.id, traits)) }
            if facts.isRemarkable { self.facts.append(facts) }
        }
    }

    /// Reads commits with `facts`.
    static func reader(
        _ facts: @escaping (ObjectID, UnsafeRawBufferPointer) throws -> CommitFacts
    ) -> CommitWalk.Reader<Content> {
        var content = Content()
        return CommitWalk.Reader(
            read: { id, bytes in
                let facts = try facts(id, bytes)
                content.add(facts)
                return facts.commit.parents
            }, content: { content })
    }

    /// The number of each in the walk.
    private(set) var numbers: [Int32] = []
    private(set) var trees: [ObjectID] = []
    private var parents = CommitGraph.ParentLists()
    /// Of those of which there is something to say.
    private(set) var traits: [(ObjectID, KnownCommits.Traits)] = []
    private(set) var recent = RecentFacts()

    mutating func add(_ commits: [CommitWalk.Commit], _ content: Content) {
        for commit in commits {
            numbers.append(commit.number)
            parents.append(commit.parents[...])
        }
        trees += content.trees
        traits += content.traits
        for facts in content.facts { recent.hold(facts) }
    }

    /// The graph of these commits, which the walk met under the numbers of `met`, and of the known ones with `numbers`.
    func graph(_ met: NumberedIDs, with known: KnownCommits, _ knownNumbers: [Int]) -> CommitGraph {
        var builder = CommitGraph.Builder()
        // Where all that were met were read, their numbers are as good as any.
        if numbers.count == met.count {
            builder.start(with: met, parents: parentsByNumber())
            return builder.build()
        }
        if knownNumbers.count == known.count {
            builder.start(with: known.numbered, parents: known.parents)
        } else {
            let (ids, parents) = known.part(knownNumbers)
            builder.start(with: ids, parents: parents)
        }
        for (place, number) in numbers.enumerated() {
            builder.add(met.ids[Int(number)], parents: parents[place].map { met.ids[Int($0)] })
        }
        return builder.build()
    }

    private func parentsByNumber() -> CommitGraph.ParentLists {
        var places = [Int](repeating: 0, count: numbers.count)
        for (place, number) in numbers.enumerated() { places[Int(number)] = place }
        return parents.reordered(places)
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
