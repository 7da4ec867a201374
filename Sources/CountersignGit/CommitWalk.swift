public import CountersignObjects

/// Visits history, each commit's raw bytes read exactly once.
///
/// Commit dates play no part, so odd ones can't hide a commit. Replace refs and grafts are not honoured; a shallow
/// boundary is.
public struct CommitWalk {
    /// What was visited, besides what the visitor kept itself.
    public struct Outcome: Hashable, Sendable {
        /// The number of commits handed to the visitor.
        public let visited: Int
        /// The visited commits whose parents a shallow clone lacks: what lies behind them was not seen.
        public let boundary: Set<ObjectID>
    }

    private let repository: Repository
    private let shallow: Set<ObjectID>

    /// Prepares a walk over a repository.
    ///
    /// Throws `GitError.corruptFile` and `.system`.
    public init(_ repository: Repository) throws(GitError) {
        self.repository = repository
        self.shallow = try repository.shallowBoundary()
    }

    /// Visits every commit reachable from `tips` and not reachable from `excluding`, in no promised order.
    ///
    /// `visit` gets a commit's id and its bytes, valid only during the call, and returns the parents it read there.
    /// `known` gives the parents of commits that need no reading; they are walked through, not visited.
    /// Everything behind `excluding` is walked to its roots: only that is exact whatever the dates say.
    /// Throws `GitError.missingObject` for what is absent without being behind a shallow boundary, `.wrongType`,
    /// `.corruptObject`, and what `visit` throws.
    public func walk(
        from tips: [ObjectID], excluding: [ObjectID] = [], known: (ObjectID) -> [ObjectID]? = { _ in nil },
        visit: (ObjectID, UnsafeRawBufferPointer) throws -> [ObjectID]
    ) throws -> Outcome {
        var seen: Set<ObjectID> = []
        try follow(excluding, &seen) { id in
            try known(id) ?? repository.commitBytes(id) { try CommitParents.read(id, $0) }
        }
        var visited = 0
        var boundary: Set<ObjectID> = []
        try follow(tips, &seen) { id in
            if let parents = known(id) { return parents }
            visited += 1
            let parents = try repository.commitBytes(id) { try visit(id, $0) }
            if shallow.contains(id), !parents.isEmpty { boundary.insert(id) }
            return parents
        }
        return Outcome(visited: visited, boundary: boundary)
    }

    private func follow(
        _ tips: [ObjectID], _ seen: inout Set<ObjectID>, _ parents: (ObjectID) throws -> [ObjectID]
    ) throws {
        var waiting = Array(tips.reversed())
        while let id = waiting.popLast() {
            guard seen.insert(id).inserted else { continue }
            let parents = try parents(id)
            if shallow.contains(id) { continue }
            for parent in parents.reversed() where !seen.contains(parent) { waiting.append(parent) }
        }
    }
}

/// The parents in a commit's bytes: for commits that only their place in history matters of.
enum CommitParents {
    /// Reads `tree <id>` and the `parent <id>` lines after it.
    ///
    /// Throws `GitError.corruptObject`.
    static func read(_ id: ObjectID, _ bytes: UnsafeRawBufferPointer) throws(GitError) -> [ObjectID] {
        var rest = bytes[...]
        guard take("tree ", &rest) != nil else { throw .corruptObject(id, "a commit without a tree") }
        var parents: [ObjectID] = []
        while rest.starts(with: "parent ".utf8) {
            guard let parent = take("parent ", &rest) else { throw .corruptObject(id, "a malformed parent line") }
            parents.append(parent)
        }
        return parents
    }

    private static func take(_ key: String, _ rest: inout Slice<UnsafeRawBufferPointer>) -> ObjectID? {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        guard line.endIndex < rest.endIndex, line.starts(with: key.utf8),
            let id = ObjectID(hexBytes: Array(line.dropFirst(key.utf8.count)))
        else { return nil }
        rest = rest[(line.endIndex + 1)...]
        return id
    }
}
