import CountersignObjects

/// Steps that make merges.
extension RandomHistory {
    mutating func mergeStep() {
        let into = chance(55) ? "main" : branch()
        guard let ours = branches[into] else { return }
        let ahead = branches.keys.sorted().filter { name in
            branches[name].map { !isAncestor($0, of: ours) } ?? false
        }
        guard let from = ahead.isEmpty ? nil : pick(ahead), let theirs = branches[from] else { return }
        let kind = weighted([
            (65, "clean merge"), (12, "evil merge"), (8, "ours merge"), (7, "octopus"), (8, "criss-cross"),
        ])
        var draft = Draft(parents: [ours, theirs], files: merged(ours, theirs), author: author())
        switch kind {
        case "evil merge": draft.files = edited(draft.files)
        case "ours merge": draft.files = self[chance(60) ? ours : theirs].files
        case "octopus":
            let third = lateCommit()
            if third != ours, third != theirs { draft.parents.append(third) }
        default: break
        }
        dress(&draft)
        if chance(70) { draft.declaration = .unmarked }
        branches[into] = commit(draft)
        if kind == "criss-cross", from != "main" {
            var other = draft
            other.parents = [theirs, ours]
            branches[from] = commit(other)
        }
        note(kind)
    }

    /// Main goes on to a branch that holds it, as long as the root stays on its line.
    mutating func forwardStep() {
        guard let tip = branches[branch()], tip != main, isAncestor(main, of: tip), firstParents(of: tip).contains(root)
        else { return }
        branches["main"] = tip
        note("fast-forward")
    }

    /// What a merge of the two comes to, path by path; git may see it otherwise, and has the last word.
    private mutating func merged(_ ours: ObjectID, _ theirs: ObjectID) -> [String: TreeFile] {
        let base = commonAncestor(ours, theirs).map { self[$0].files } ?? [:]
        var files = self[ours].files
        for (path, (old, new)) in PlainChange(from: base, to: self[theirs].files).paths.sorted(by: { $0.key < $1.key })
        {
            if files[path] == old || chance(50) { files[path] = new }
        }
        return files
    }

    func isAncestor(_ ancestor: ObjectID, of id: ObjectID) -> Bool { past(of: id).contains(ancestor) }

    func past(of id: ObjectID) -> Set<ObjectID> {
        var found: Set<ObjectID> = []
        var waiting = [id]
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting += self[next].parents }
        }
        return found
    }

    func firstParents(of id: ObjectID) -> [ObjectID] {
        var line = [id]
        while let parent = self[line[line.count - 1]].parents.first { line.append(parent) }
        return line
    }

    /// The latest commit that both have; there may be others as good.
    func commonAncestor(_ one: ObjectID, _ other: ObjectID) -> ObjectID? {
        let both = past(of: one).intersection(past(of: other))
        return made.last(where: both.contains)
    }
}
