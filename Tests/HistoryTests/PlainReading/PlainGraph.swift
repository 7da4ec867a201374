import CountersignApprovals
import CountersignObjects

/// A whole history, and what follows from it alone, computed the long way.
final class PlainGraph {
    /// Every commit that is in the repository.
    let commits: [ObjectID: PlainCommit]
    /// What each `.countersign/` tree says; nil for one that can't be read.
    let policies: [ObjectID: PlainPolicy]
    /// The merges of two parents whose tree is what git's own merge makes of them without conflict.
    let cleanMerges: Set<ObjectID>
    private var ancestry: [ObjectID: Set<ObjectID>] = [:]
    private var digests: [ObjectID: Digest256?] = [:]

    init(commits: [ObjectID: PlainCommit], policies: [ObjectID: PlainPolicy], cleanMerges: Set<ObjectID>) {
        (self.commits, self.policies, self.cleanMerges) = (commits, policies, cleanMerges)
    }

    subscript(id: ObjectID) -> PlainCommit {
        guard let commit = commits[id] else { preconditionFailure("\(id) is no commit of this history") }
        return commit
    }

    /// The commit and everything before it.
    func history(of id: ObjectID) -> Set<ObjectID> {
        if let known = ancestry[id] { return known }
        var found: Set<ObjectID> = [id]
        var waiting = self[id].parents
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting += self[next].parents }
        }
        ancestry[id] = found
        return found
    }

    /// The commits of `base..head`; none where an end is not there.
    func range(_ base: ObjectID, _ head: ObjectID) -> Set<ObjectID> {
        guard commits[base] != nil, commits[head] != nil else { return [] }
        return history(of: head).subtracting(history(of: base))
    }

    /// The commits of `base..head` in topological order; where POLICY.md leaves it open, in that of the verifier, which
    /// goes along first parents first.
    func inOrder(_ base: ObjectID, _ head: ObjectID) -> [ObjectID] {
        var left = range(base, head)
        var order: [ObjectID] = []
        func visit(_ id: ObjectID) {
            guard left.remove(id) != nil else { return }
            self[id].parents.forEach(visit)
            order.append(id)
        }
        visit(head)
        return order
    }

    /// First parents from the first commit to `tip`.
    func firstParentLine(to tip: ObjectID) -> [ObjectID] {
        var line = [tip]
        while let parent = self[line[line.count - 1]].parents.first { line.append(parent) }
        return line.reversed()
    }

    // "for a merge, the first parent", and for a root the empty tree (FORMAT, "Change digest").
    func change(of id: ObjectID) -> PlainChange {
        let commit = self[id]
        return PlainChange(from: commit.parents.first.map { self[$0].files } ?? [:], to: commit.files)
    }

    // "For a range, the same over base and head."
    func change(from base: ObjectID, to head: ObjectID) -> PlainChange {
        PlainChange(from: self[base].files, to: self[head].files)
    }

    func digest(of id: ObjectID) -> Digest256? {
        if let known = digests[id] { return known }
        let digest = change(of: id).digest
        digests[id] = .some(digest)
        return digest
    }
}

/// What turns one tree into another.
struct PlainChange {
    /// Every touched path, with what was there and what is there then.
    let paths: [String: (old: TreeFile?, new: TreeFile?)]

    init(from old: [String: TreeFile], to new: [String: TreeFile]) {
        var paths: [String: (old: TreeFile?, new: TreeFile?)] = [:]
        for path in Set(old.keys).union(new.keys) where old[path] != new[path] {
            paths[path] = (old[path], new[path])
        }
        self.paths = paths
    }

    // "for every touched path: old mode, new mode, old id, new id, status letter, path" (FORMAT, "Change digest").
    var digest: Digest256? {
        // "An empty change has no digest and never matches another."
        guard !paths.isEmpty else { return nil }
        var bytes: [UInt8] = []
        for (path, (old, new)) in paths.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            let status = old == nil ? "A" : new == nil ? "D" : "M"
            let modes = ":\(Self.octal(old)) \(Self.octal(new))"
            let ids = "\((old?.id ?? .zero).hex) \((new?.id ?? .zero).hex)"
            bytes += Array("\(modes) \(ids) \(status)\0\(path)\0".utf8)
        }
        return Digest256(hashing: bytes)
    }

    // "every touched path already has the change's content" ("When an approval counts", 6).
    func isAlready(in files: [String: TreeFile]) -> Bool {
        paths.allSatisfy { files[$0.key] == $0.value.new }
    }

    private static func octal(_ file: TreeFile?) -> String {
        guard let file else { return "000000" }
        return String(file.mode, radix: 8)
    }
}
