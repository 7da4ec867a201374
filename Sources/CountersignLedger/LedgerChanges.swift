public import CountersignGit
public import CountersignObjects

extension Ledger {
    /// The lines that one commit of the ledger has and another has not, and the other way round, by what they hang on.
    public struct Changes: Sendable {
        /// Lines that are there now and were not.
        public fileprivate(set) var added: [ObjectID: Set<[UInt8]>] = [:]
        /// Lines that were there and are there no more, under any path.
        public fileprivate(set) var removed: [ObjectID: Set<[UInt8]>] = [:]
    }

    /// What changes between two trees of the ledger; nil stands for the empty one.
    ///
    /// Throws `GitError`.
    public static func changes(
        _ repository: Repository, from old: ObjectID?, to new: ObjectID
    ) throws(GitError) -> Changes {
        var changes = Changes()
        for change in try repository.changes(from: old, to: new) {
            guard let annotated = FanOut.annotated(change.path) else { continue }
            let before = change.oldMode == 0 ? [] : try lines(repository, blob: change.oldID)
            let after = change.newMode == 0 ? [] : try lines(repository, blob: change.newID)
            changes.added[annotated, default: []].formUnion(after.subtracting(before))
            changes.removed[annotated, default: []].formUnion(before.subtracting(after))
        }
        // A line that is gone from one path may stand at another: a fan-out that grew moves notes.
        for (annotated, lines) in changes.removed where !lines.isEmpty {
            changes.removed[annotated] = lines.subtracting(try Self.lines(repository, tree: new, annotated: annotated))
        }
        changes.added = changes.added.filter { !$0.value.isEmpty }
        changes.removed = changes.removed.filter { !$0.value.isEmpty }
        return changes
    }

    private static func lines(_ repository: Repository, blob: ObjectID) throws(GitError) -> Set<[UInt8]> {
        do throws(GitError) {
            guard try repository.objectKind(blob) == .blob else { return [] }
            return Set(NoteText.lines(try repository.blob(blob, limit: NoteText.limit)))
        } catch .tooLarge {
            return []
        }
    }

    /// The lines on one object, under whichever of its possible paths.
    private static func lines(
        _ repository: Repository, tree: ObjectID, annotated: ObjectID
    ) throws(GitError) -> Set<[UInt8]> {
        var found: Set<[UInt8]> = []
        var waiting: [(tree: ObjectID, prefix: [UInt8])] = [(tree, [])]
        let name = Array(annotated.hex.utf8)
        while let (directory, prefix) = waiting.popLast() {
            for entry in try repository.tree(directory) {
                switch FanOut.meaning(of: entry, below: prefix) {
                case .note(annotated): found.formUnion(try lines(repository, blob: entry.id))
                case .directory(let digits) where name.starts(with: prefix + digits):
                    waiting.append((entry.id, prefix + digits))
                default: continue
                }
            }
        }
        return found
    }
}
