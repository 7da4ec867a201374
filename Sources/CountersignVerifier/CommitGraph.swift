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
    private let parentStarts: [Int32]
    private let parentList: [Int32]

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
        let ordered = parents.reordered(order) { places[Int($0)] }
        (parentStarts, parentList) = (ordered.starts, ordered.list)
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
        parentList[Int(parentStarts[position])..<Int(parentStarts[position + 1])].map(Int.init)
    }

    /// A commit's first parent; nil for a root.
    public func firstParent(of position: Position) -> Position? {
        let range = Int(parentStarts[position])..<Int(parentStarts[position + 1])
        return range.isEmpty ? nil : Int(parentList[range.lowerBound])
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
                let place = Int(parentStarts[top.position]) + top.next
                if place < parentStarts[top.position + 1] {
                    stack[stack.count - 1].next += 1
                    let parent = Int(parentList[place])
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
            for place in parentStarts[position]..<parentStarts[position + 1] {
                sides.mark(Int(parentList[Int(place)]), marks)
            }
        }
        return bases
    }

    /// Marks on commits, of the two sides that reach them, taken from the highest position down.
    private struct Sides {
        /// What a base descends from, and so is none itself.
        static let belowBase: UInt8 = 4

        private let top: Position
        /// By how far below the top a commit stands.
        private var marks: [UInt8] = []
        private var taken = 0
        /// How many marked commits are still to be taken that may be a base, or have one below.
        private var open = 0

        init(top: Position) {
            self.top = top
        }

        mutating func mark(_ position: Position, _ more: UInt8) {
            let place = top - position
            if place >= marks.count {
                marks += [UInt8](repeating: 0, count: max(place + 1 - marks.count, marks.count))
            }
            let (before, after) = (marks[place], marks[place] | more)
            marks[place] = after
            if before == 0, after & Self.belowBase == 0 { open += 1 }
            if before != 0, before & Self.belowBase == 0, after & Self.belowBase != 0 { open -= 1 }
        }

        mutating func next() -> (Position, marks: UInt8)? {
            while open > 0, taken < marks.count {
                let (position, found) = (top - taken, marks[taken])
                taken += 1
                guard found != 0 else { continue }
                if found & Self.belowBase == 0 { open -= 1 }
                return (position, found)
            }
            return nil
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
        let all = parents(of: merge)
        guard let first = all.first, all.count > 1 else { return [] }
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
        var painted: [Position: Bool] = [:]
        var queue = PositionQueue()
        for base in bases where isWithin(base) && painted.updateValue(false, forKey: base) == nil { queue.push(base) }
        var open = 0
        for head in heads where isWithin(head) && painted[head] == nil {
            painted[head] = true
            queue.push(head)
            open += 1
        }
        var found: [Position] = []
        // The highest position comes out first, so all its descendants in play have painted it already.
        while open > 0, let position = queue.pop() {
            let wanted = painted[position] ?? false
            if wanted {
                open -= 1
                found.append(position)
            }
            for parent in parents(of: position) where isWithin(parent) {
                switch (painted[parent], wanted) {
                case (nil, _):
                    painted[parent] = wanted
                    queue.push(parent)
                    if wanted { open += 1 }
                case (true?, false):
                    painted[parent] = false
                    open -= 1
                default: break
                }
            }
        }
        return found.sorted()
    }
}
