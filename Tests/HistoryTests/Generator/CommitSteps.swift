import CountersignObjects

/// Steps that make commits with one parent, or none.
extension RandomHistory {
    mutating func commitStep() {
        let branch = branch()
        guard let tip = branches[branch] else { return }
        var draft = Draft(parents: [tip], files: edited(self[tip].files), author: author())
        if chance(8) { draft.files = self[tip].files }
        dress(&draft)
        if chance(6) { ghost(of: draft) }
        branches[branch] = commit(draft)
        note("commit")
    }

    mutating func branchStep() {
        branches[pick(Self.topics)] = chance(60) ? main : lateCommit()
        note("branch")
    }

    /// A second root, with or without the policy of the first.
    mutating func orphanStep() {
        var draft = Draft(parents: [], files: chance(50) ? self[main].files : edited([:]), author: author())
        dress(&draft)
        branches["orphan"] = commit(draft)
        note("orphan")
    }

    /// The same change as that of another commit, on another parent: a rebase or a cherry-pick.
    mutating func pickStep() {
        let branch = branch()
        guard let tip = branches[branch] else { return }
        var original = self[lateCommit()]
        // Where the touched files are as they were, the copy has the same change.
        for _ in 0..<6 where original.declaration != .marked || !canLand(change(of: original), on: tip) {
            original = self[lateCommit()]
        }
        if original.parents.count > 1, chance(70) { return }
        replay(change(of: original), of: original, on: branch, tip)
        note("cherry-pick")
    }

    /// Takes back what some commit of the branch did, and sometimes lands it again.
    mutating func revertStep() {
        let branch = branch()
        guard let tip = branches[branch] else { return }
        let past = made.suffix(20).filter { isAncestor($0, of: tip) && !self[$0].parents.isEmpty }
        guard let id = past.isEmpty ? nil : pick(past), self[id].policyTree != nil else { return }
        let change = change(of: self[id])
        var draft = Draft(parents: [tip], files: self[tip].files, author: author())
        for (path, (old, _)) in change.paths { draft.files[path] = old }
        dress(&draft)
        draft.declaration = weighted([(20, .marked), (40, .human), (40, .unmarked)])
        let reverted = commit(draft)
        branches[branch] = reverted
        note("revert")
        guard chance(60) else { return }
        replay(change, of: self[id], on: branch, reverted)
        note("re-landing")
    }

    /// All of a branch as one commit.
    mutating func squashStep() {
        let topic = branch()
        guard let head = branches[topic], let base = commonAncestor(main, head), base != head else { return }
        let onto = chance(80) ? "main" : branch()
        guard let tip = branches[onto], tip != head else { return }
        let change = PlainChange(from: self[base].files, to: self[head].files)
        if chance(60) { rangeStatement(base: base, head: head) }
        replay(change, of: self[head], on: onto, tip)
        note("squash")
    }

    private mutating func replay(
        _ change: PlainChange, of original: PlainCommit, on branch: String, _ tip: ObjectID
    ) {
        var draft = Draft(parents: [tip], files: self[tip].files, author: .june, declaration: original.declaration)
        for (path, (_, new)) in change.paths { draft.files[path] = new }
        draft.author = chance(90) ? original.author : author().email
        draft.coAuthors = original.coAuthors
        if chance(40) { draft.signer = original.signer }
        branches[branch] = commit(draft)
    }

    private func canLand(_ change: PlainChange, on tip: ObjectID) -> Bool {
        !change.paths.isEmpty && change.paths.allSatisfy { self[tip].files[$0.key] == $0.value.old }
    }

    func change(of commit: PlainCommit) -> PlainChange {
        PlainChange(from: commit.parents.first.map { self[$0].files } ?? [:], to: commit.files)
    }
}

/// What commits are made of.
extension RandomHistory {
    mutating func author() -> Member {
        weighted([
            (40, .june), (10, .mike), (15, .alice), (10, .bob), (6, .carol), (7, .dave), (8, .mallory),
        ])
    }

    /// Flags, signatures and people.
    mutating func dress(_ draft: inout Draft) {
        draft.declaration = weighted([(55, .marked), (15, .human), (30, .unmarked)])
        let own = Member.allCases.first { $0.email == draft.author }?.key ?? 0
        let isSenior = [Member.alice, .bob, .carol].contains { $0.key == own }
        draft.signer = chance(isSenior ? 70 : 25) ? own : chance(8) ? pick(Member.allCases).key : nil
        if draft.author == Member.alice.email, chance(20) {
            draft.author = pick(["ALICE@example.com", "alice@old.example"])
        }
        if chance(10) { draft.coAuthors = [pick(Member.allCases).email] }
        draft.isMalformed = chance(1)
    }

    /// The files after somebody's work.
    mutating func edited(_ files: [String: TreeFile]) -> [String: TreeFile] {
        var files = files
        for _ in 0...(chance(30) ? 1 : 0) {
            let path = pick(Self.paths)
            if chance(8) {
                files[path] = nil
            } else if chance(6), let file = files[path] {
                files[path]?.mode = file.mode == 0o100644 ? 0o100755 : 0o100644
            } else {
                files[path] = store.blob("\(path) is \(Int.random(in: 0..<8, using: &dice))\n")
            }
        }
        return files
    }
}
