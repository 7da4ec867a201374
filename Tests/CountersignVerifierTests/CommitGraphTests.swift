import CountersignObjects
import CountersignVerifier
import TestRepositories
import Testing

@Suite("The graph of commits, against plain reading")
struct CommitGraphTests {
    /// A random history of `count` commits; up to three parents each, several roots.
    private struct RandomHistory {
        var ids: [ObjectID] = []
        var parents: [ObjectID: [ObjectID]] = [:]

        init(count: Int, using generator: inout SeededGenerator) throws {
            for _ in 0..<count {
                let id = try #require(
                    ObjectID(bytes: (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }))
                let recent = Array(ids.suffix(8))
                let number = recent.isEmpty ? 0 : [0, 1, 1, 1, 1, 2, 2, 3].randomElement(using: &generator) ?? 1
                parents[id] = Array(recent.shuffled(using: &generator).prefix(number))
                ids.append(id)
            }
        }

        func ancestors(of id: ObjectID) -> Set<ObjectID> {
            var seen: Set<ObjectID> = [id]
            var waiting = [id]
            while let next = waiting.popLast() {
                for parent in parents[next] ?? [] where seen.insert(parent).inserted { waiting.append(parent) }
            }
            return seen
        }

        func graph(using generator: inout SeededGenerator) -> CommitGraph {
            var builder = CommitGraph.Builder()
            for id in ids.shuffled(using: &generator) { builder.add(id, parents: parents[id] ?? []) }
            return builder.build()
        }
    }

    @Test("ranges, ancestors and merge bases are those of the definition", arguments: 0..<20)
    func definitions(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let history = try RandomHistory(count: 60, using: &generator)
        let graph = history.graph(using: &generator)
        for _ in 0..<60 {
            let one = try #require(history.ids.randomElement(using: &generator))
            let other = try #require(history.ids.randomElement(using: &generator))
            let (left, right) = (try #require(graph.position(of: one)), try #require(graph.position(of: other)))
            let (mine, yours) = (history.ancestors(of: one), history.ancestors(of: other))
            func ids(_ positions: [CommitGraph.Position]) -> Set<ObjectID> { Set(positions.map { graph.ids[$0] }) }
            #expect(graph.isAncestor(left, of: right) == yours.contains(one))
            #expect(ids(graph.range(from: [left], to: right)) == yours.subtracting(mine))
            #expect(ids(graph.between([left], [right])) == yours.subtracting(mine))
            let third = try #require(history.ids.randomElement(using: &generator))
            let above = history.ids.filter { history.ancestors(of: $0).contains(third) }
            var upper = CommitSet(capacity: graph.count)
            for id in above { _ = upper.insert(try #require(graph.position(of: id))) }
            let wanted = yours.subtracting(mine).intersection(above)
            #expect(ids(graph.between([left], [right], among: upper)) == wanted)
            let common = mine.intersection(yours)
            let best = common.filter { base in
                !common.contains { $0 != base && history.ancestors(of: $0).contains(base) }
            }
            #expect(ids(graph.mergeBases(left, right)) == best)
        }
    }

    @Test("a merge brings in what its other parents have and its first has not", arguments: 0..<10)
    func broughtIn(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(1000 + seed))
        let history = try RandomHistory(count: 60, using: &generator)
        let graph = history.graph(using: &generator)
        for id in history.ids {
            let parents = history.parents[id] ?? []
            let position = try #require(graph.position(of: id))
            let others = parents.dropFirst().reduce(into: Set<ObjectID>()) { $0.formUnion(history.ancestors(of: $1)) }
            let first = parents.first.map(history.ancestors) ?? []
            #expect(Set(graph.broughtIn(by: position).map { graph.ids[$0] }) == others.subtracting(first))
        }
    }

    @Test("parents stand before children, and the walk's order is the history's own")
    func order() throws {
        var generator = SeededGenerator(seed: 7)
        let history = try RandomHistory(count: 200, using: &generator)
        let graph = history.graph(using: &generator)
        for position in 0..<graph.count { #expect(graph.parents(of: position).allSatisfy { $0 < position }) }
        let tip = try #require(history.ids.last)
        // The same history inside a larger graph is walked in the same order.
        var builder = CommitGraph.Builder()
        for id in history.ancestors(of: tip) { builder.add(id, parents: history.parents[id] ?? []) }
        let smaller = builder.build()
        func walk(_ graph: CommitGraph) throws -> [ObjectID] {
            graph.range(from: [], to: try #require(graph.position(of: tip))).map { graph.ids[$0] }
        }
        #expect(try walk(graph) == walk(smaller))
    }
}
