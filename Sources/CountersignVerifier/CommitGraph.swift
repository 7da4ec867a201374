public import CountersignObjects

/// The parent relation of a set of commits, in an order in which every parent stands before its children.
///
/// A commit is named by its position in that order: so "before" is a comparison of two integers, and a walk knows
/// where it may stop. Parents that are not in the set (behind a shallow boundary) are left out.
public struct CommitGraph: Sendable {
    /// A commit's place in the order, 0 for a root.
    public typealias Position = Int

    /// The commits, each under its position.
    private let numbered: NumberedIDs
    /// Their parents, by position.
    private let parentLists: ParentLists

    /// The commits, parents before children.
    public var ids: [ObjectID] { numbered.ids }

    /// Collects commits in any order; ``build()`` puts them in theirs.
    public struct Builder {
        private var numbered = NumberedIDs()
        private var lists = ParentLists()
        private var added: [(id: ObjectID, parentCount: Int32)] = []
        private var parents: [ObjectID] = []

        /// Starts with no commit.
        public init() {}

        /// Adds many commits at once, in place of those that were added so before; their parents are numbers of commits
        /// among them.
        public mutating func start(with ids: NumberedIDs, parents: ParentLists) {
            (numbered, lists) = (ids, parents)
        }

        /// Adds one commit; nothing when it was added before.
        public mutating func add(_ id: ObjectID, parents: [ObjectID]) {
            added.append((id, Int32(parents.count)))
            self.parents += parents
        }

        /// The graph of all commits added.
        public func build() -> CommitGraph {
            var (ids, lists) = (numbered, lists)
            let isNew = added.map { ids.append($0.id) }
            var rest = parents[...]
            for (commit, isNew) in zip(added, isNew) {
                let own = rest.prefix(Int(commit.parentCount))
                rest = rest.dropFirst(own.count)
                if isNew { lists.append(own.compactMap { ids.number(of: $0).map(Int32.init) }[...]) }
            }
            return CommitGraph(given: ids, lists)
        }
    }

    /// The parents of numbered commits, by number.
    public struct ParentLists: Sendable {
        fileprivate var starts: [Int32] = [0]
        fileprivate var list: [Int32] = []

        /// Starts with no commit.
        public init() {}

        /// Adds the parents of the next commit.
        public mutating func append(_ parents: ArraySlice<Int32>) {
            list += parents
            starts.append(Int32(list.count))
        }

        /// How many commits there are.
        public var count: Int { starts.count - 1 }

        /// The lists of these numbers, in this order, with what `renumber` makes of the numbers in them.
        public func reordered(_ order: [Int], _ renumber: (Int32) -> Int32 = { $0 }) -> ParentLists {
            var ordered = ParentLists()
            ordered.starts.reserveCapacity(starts.count)
            ordered.list.reserveCapacity(list.count)
            for number in order {
                for place in starts[number]..<starts[number + 1] { ordered.list.append(renumber(list[Int(place)])) }
                ordered.starts.append(Int32(ordered.list.count))
            }
            return ordered
        }

        /// The parents of one of them.
        public subscript(_ number: Int) -> ArraySlice<Int32> { list[Int(starts[number])..<Int(starts[number + 1])] }
    }

    private init(given: consuming NumberedIDs, _ parents: ParentLists) {
        let order = Self.parentsFirst(given.ids, parents)
        var places = [Int32](repeating: 0, count: given.count)
        for (position, number) in order.enumerated() { places[number] = Int32(position) }
        parentLists = parents.reordered(order) { places[Int($0)] }
        given.renumber(places)
        numbered = given
    }

    /// An order of the numbers with every parent before its children, the same for the same set of commits.
    private static func parentsFirst(_ ids: [ObjectID], _ parents: ParentLists) -> [Int] {
        var isHead = [Bool](repeating: true, count: ids.count)
        for parent in parents.list { isHead[Int(parent)] = false }
        var isSeen = [Bool](repeating: false, count: ids.count)
        var order: [Int] = []
        order.reserveCapacity(ids.count)
        var stack: [(number: Int, next: Int)] = []
        // Ids are hashes, so their order is no one's choice, and the result does not depend on how they were found.
        for head in ids.indices.filter({ isHead[$0] }).sorted(by: { ids[$0] < ids[$1] }) {
            isSeen[head] = true
            stack.append((head, 0))
            while let top = stack.last {
                let place = Int(parents.starts[top.number]) + top.next
                if place < parents.starts[top.number + 1] {
                    stack[stack.count - 1].next += 1
                    let parent = Int(parents.list[place])
                    guard !isSeen[parent] else { continue }
                    isSeen[parent] = true
                    stack.append((parent, 0))
                } else {
                    order.append(top.number)
                    stack.removeLast()
                }
            }
        }
        return order
    }

    /// How many commits there are.
    public var count: Int { ids.count }

    /// Where a commit stands; nil when it is not in the set.
    public func position(of id: ObjectID) -> Position? {
        numbered.number(of: id)
    }

    /// A commit's parents in their own order, so far as they are in the set.
    public func parents(of position: Position) -> [Position] {
        parentLists[position].map(Int.init)
    }

    /// The parents of many commits, with what `renumber` makes of their positions.
    public func parents(of positions: [Position], _ renumber: (Int32) -> Int32) -> ParentLists {
        parentLists.reordered(positions, renumber)
    }

    /// How many parents a commit has in the set.
    public func parentCount(of position: Position) -> Int {
        Int(parentLists.starts[position + 1] - parentLists.starts[position])
    }

    /// Whether any of a commit's parents in the set is such a one.
    public func hasParent(of position: Position, where isSuch: (Position) -> Bool) -> Bool {
        let places = parentLists.starts[position]..<parentLists.starts[position + 1]
        for place in places where isSuch(Int(parentLists.list[Int(place)])) { return true }
        return false
    }

    /// A commit's first parent; nil for a root.
    public func firstParent(of position: Position) -> Position? {
        let range = Int(parentLists.starts[position])..<Int(parentLists.starts[position + 1])
        return range.isEmpty ? nil : Int(parentLists.list[range.lowerBound])
    }

    /// Marks everything that can be reached from `tips`, the tips included.
    public func reachable(from tips: some Sequence<Position>) -> CommitSet {
        var set = CommitSet(capacity: count)
        extend(&set, from: tips)
        return set
    }

    /// Adds to `set` what can be reached from `tips`; gives the positions that were new, parents before children.
    ///
    /// `set` must hold, with each commit, all its ancestors; it does again afterwards. The order is that of a walk that
    /// takes first parents first: it depends on the history alone, never on what else the graph holds.
    @discardableResult
    public func extend(_ set: inout CommitSet, from tips: some Sequence<Position>) -> [Position] {
        var added: [Position] = []
        var stack: [(position: Position, next: Int)] = []
        for tip in tips where set.insert(tip) {
            stack.append((tip, 0))
            while let top = stack.last {
                let place = Int(parentLists.starts[top.position]) + top.next
                if place < parentLists.starts[top.position + 1] {
                    stack[stack.count - 1].next += 1
                    let parent = Int(parentLists.list[place])
                    if set.insert(parent) { stack.append((parent, 0)) }
                } else {
                    added.append(top.position)
                    stack.removeLast()
                }
            }
        }
        return added
    }

    /// What `head` has and `base` has not, parents before children: git's `base..head`.
    public func range(from base: some Sequence<Position>, to head: Position) -> [Position] {
        var seen = reachable(from: base)
        return extend(&seen, from: CollectionOfOne(head))
    }

    /// Whether `ancestor` can be reached from `descendant`; a commit is its own ancestor.
    public func isAncestor(_ ancestor: Position, of descendant: Position) -> Bool {
        guard ancestor < descendant else { return ancestor == descendant }
        var seen: Set<Position> = [descendant]
        var stack = [descendant]
        while let position = stack.popLast() {
            for parent in parents(of: position) where parent >= ancestor {
                if parent == ancestor { return true }
                if seen.insert(parent).inserted { stack.append(parent) }
            }
        }
        return false
    }

    /// The best common ancestors of two commits: those that no other common ancestor descends from (git-merge-base(1)).
    public func mergeBases(_ one: Position, _ other: Position) -> [Position] {
        var sides = Sides(top: max(one, other))
        sides.mark(one, 1)
        sides.mark(other, 2)
        var bases: [Position] = []
        // Parents have lower positions than their children, so whoever is next has all its marks.
        while let (position, found) = sides.next() {
            let isBase = found == 3
            if isBase { bases.append(position) }
            let marks = isBase ? found | Sides.belowBase : found
            for place in parentLists.starts[position]..<parentLists.starts[position + 1] {
                sides.mark(Int(parentLists.list[Int(place)]), marks)
            }
        }
        return bases
    }

    /// The marks of the two sides of a merge on the commits that they reach.
    private struct Sides {
        /// What a base descends from, and so is none itself.
        static let belowBase: UInt8 = 4

        private var marks: DescendingMarks
        /// How many marked commits are still to be taken that may be a base, or have one below.
        private var open = 0

        init(top: Position) {
            marks = DescendingMarks(top: top)
        }

        mutating func mark(_ position: Position, _ more: UInt8) {
            let before = marks[position]
            let after = before | more
            marks[position] = after
            if before == 0, after & Self.belowBase == 0 { open += 1 }
            if before != 0, before & Self.belowBase == 0, after & Self.belowBase != 0 { open -= 1 }
        }

        mutating func next() -> (Position, marks: UInt8)? {
            guard open > 0, let (position, found) = marks.next() else { return nil }
            if found & Self.belowBase == 0 { open -= 1 }
            return (position, found)
        }
    }

    /// The line of first parents that ends at `tip`, oldest first.
    public func firstParentLine(to tip: Position) -> [Position] {
        var line = [tip]
        while let last = line.last, let parent = firstParent(of: last) { line.append(parent) }
        return line.reversed()
    }

    /// The commits that a merge brings in: what its other parents have and its first parent has not.
    public func broughtIn(by merge: Position, among upper: CommitSet? = nil) -> [Position] {
        guard parentCount(of: merge) > 1 else { return [] }
        let all = parents(of: merge)
        guard let first = all.first else { return [] }
        return between(CollectionOfOne(first), all.dropFirst(), among: upper)
    }

    /// What the heads have and the bases have not, parents before children; walked only as far down as there is
    /// something to find.
    ///
    /// `upper` holds with each commit all that descend from it, and is where the walk stays: no way into it leads
    /// through anything else.
    public func between(
        _ bases: some Sequence<Position>, _ heads: some Sequence<Position>, among upper: CommitSet? = nil
    ) -> [Position] {
        func isWithin(_ position: Position) -> Bool { upper?.contains(position) ?? true }
        let (excluded, wanted): (UInt8, UInt8) = (1, 2)
        let (bases, heads) = (bases.filter(isWithin), heads.filter(isWithin))
        guard let top = heads.max() else { return [] }
        var marks = DescendingMarks(top: max(top, bases.max() ?? top))
        for base in bases { marks[base] = excluded }
        var open = 0
        for head in heads where marks[head] == 0 {
            marks[head] = wanted
            open += 1
        }
        var found: [Position] = []
        // The highest position comes out first, so all its descendants in play have marked it already.
        while open > 0, let (position, mark) = marks.next() {
            if mark == wanted {
                open -= 1
                found.append(position)
            }
            for place in parentLists.starts[position]..<parentLists.starts[position + 1] {
                let parent = Int(parentLists.list[Int(place)])
                let before = marks[parent]
                guard before == 0 || before == wanted && mark == excluded, isWithin(parent) else { continue }
                marks[parent] = mark
                if before == wanted { open -= 1 } else if mark == wanted { open += 1 }
            }
        }
        return found.reversed()
    }
}
