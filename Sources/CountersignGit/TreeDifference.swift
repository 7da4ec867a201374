public import CountersignObjects

extension Repository {
    /// What differs between two trees, as `git diff-tree -r --no-renames --raw --full-index -z --ignore-submodules=none`
    /// tells it: every path of a file, link or submodule, in git's order.
    ///
    /// Nil stands for the empty tree. Throws `GitError.missingObject`, `.wrongType`, `.corruptObject`, and
    /// `.tooManyEntries` after `limit` steps, of which long paths take several: who can push five small trees could
    /// otherwise have a server hold gigabytes of paths.
    public func changes(
        from: ObjectID?, to: ObjectID, limit: Int = 2_000_000
    ) throws(GitError) -> [TreeChange] {
        guard from != to else {
            _ = try RawObject(to, .tree, from: self)
            return []
        }
        var difference = TreeDifference(self, remainingSteps: limit)
        try difference.enter(from, to)
        return try difference.run(to, limit: limit)
    }
}

/// Walks two trees side by side, with its own stack: no nesting of trees can overflow the thread's.
private struct TreeDifference {
    /// One directory on both sides (or on one, the other being empty), and how long its path is.
    private struct Level {
        var old: TreeCursor
        var new: TreeCursor
        let pathLength: Int
    }

    /// As many bytes of a path cost a step more.
    private static let pathStep = 128

    private let repository: Repository
    private var remainingSteps: Int
    private var levels: [Level] = []
    private var path: [UInt8] = []
    private var changes: [TreeChange] = []

    init(_ repository: Repository, remainingSteps: Int) {
        self.repository = repository
        self.remainingSteps = remainingSteps
    }

    mutating func run(_ root: ObjectID, limit: Int) throws(GitError) -> [TreeChange] {
        while let last = levels.indices.last {
            remainingSteps -= 1
            guard remainingSteps > 0 else { throw .tooManyEntries(root, limit: limit) }
            if levels[last].old.isAtEnd && levels[last].new.isAtEnd {
                levels.removeLast()
                path.removeLast(path.count - (levels.last?.pathLength ?? 0))
            } else {
                try step(last)
            }
        }
        return changes
    }

    /// Goes down into one directory; its path is what `path` holds.
    mutating func enter(_ old: ObjectID?, _ new: ObjectID?) throws(GitError) {
        levels.append(Level(old: try cursor(old), new: try cursor(new), pathLength: path.count))
    }

    private func cursor(_ id: ObjectID?) throws(GitError) -> TreeCursor {
        guard let id else { return .empty }
        return try TreeCursor(try RawObject(id, .tree, from: repository))
    }

    /// Takes the entry that sorts first on either side, or the two that sort alike.
    private mutating func step(_ level: Int) throws(GitError) {
        let order = order(level)
        if order == 0, levels[level].old.isSameEntry(as: levels[level].new) {
            try levels[level].old.advance()
            try levels[level].new.advance()
            return
        }
        let old = order <= 0 ? side(levels[level].old) : nil
        let new = order >= 0 ? side(levels[level].new) : nil
        let name = Array(order <= 0 ? levels[level].old.name : levels[level].new.name)
        if order <= 0 { try levels[level].old.advance() }
        if order >= 0 { try levels[level].new.advance() }
        try record(old, new, name)
    }

    private func order(_ level: Int) -> Int {
        if levels[level].old.isAtEnd { return 1 }
        if levels[level].new.isAtEnd { return -1 }
        return TreeOrder.compare(
            levels[level].old.name, isDirectory: levels[level].old.isDirectory, levels[level].new.name,
            isDirectory: levels[level].new.isDirectory)
    }

    private func side(_ cursor: TreeCursor) -> (mode: UInt32, id: ObjectID) { (cursor.mode, cursor.id) }

    private mutating func record(
        _ old: (mode: UInt32, id: ObjectID)?, _ new: (mode: UInt32, id: ObjectID)?, _ name: [UInt8]
    ) throws(GitError) {
        let parentLength = path.count
        path += name
        // Entries sort alike only when both or neither are directories.
        if let mode = (old ?? new)?.mode, FileMode.isDirectory(mode) {
            path.append(UInt8(ascii: "/"))
            try enter(old?.id, new?.id)
        } else {
            remainingSteps -= path.count / Self.pathStep
            changes.append(
                TreeChange(
                    oldMode: old?.mode ?? 0, newMode: new?.mode ?? 0, oldID: old?.id ?? .zero, newID: new?.id ?? .zero,
                    path: path))
            path.removeLast(path.count - parentLength)
        }
    }
}
