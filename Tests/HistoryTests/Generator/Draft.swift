import CountersignObjects

/// A commit before it is made.
struct Draft {
    var parents: [ObjectID]
    var files: [String: TreeFile]
    var author: String
    var signer: KeyNumber?
    var declaration = Declaration.unmarked
    var coAuthors: [String] = []
    var isMalformed = false

    init(
        parents: [ObjectID], files: [String: TreeFile], author: Member, signer: KeyNumber? = nil,
        declaration: Declaration = .unmarked
    ) {
        (self.parents, self.files, self.author) = (parents, files, author.email)
        (self.signer, self.declaration) = (signer, declaration)
    }
}

extension RandomHistory {
    /// Makes the commit; time goes on.
    @discardableResult
    mutating func commit(_ draft: Draft) -> ObjectID {
        clock += Int64.random(in: 60...2400, using: &dice)
        let tree = store.tree(draft.files)
        let id = store.add(.commit, Self.bytes(of: draft, tree: tree, at: clock))
        let own = draft.files.filter { $0.key.hasPrefix(".countersign/") }
        let policyTree = own.isEmpty ? nil : store.tree(own.withoutPrefix(".countersign/"))
        commits[id] = PlainCommit(
            id: id, parents: draft.parents, files: draft.files, policyTree: policyTree, author: draft.author,
            coAuthors: draft.coAuthors, signer: draft.signer, committed: clock, declaration: draft.declaration,
            isMalformed: draft.isMalformed)
        made.append(id)
        return id
    }

    /// A commit with these facts that is in no repository: signed for, rebased and thrown away.
    mutating func ghost(of draft: Draft) {
        var scratch = ObjectStore()
        let id = scratch.add(.commit, Self.bytes(of: draft, tree: store.tree(draft.files), at: clock - 1))
        let old = draft.parents.first.map { self[$0].files } ?? [:]
        guard let change = PlainChange(from: old, to: draft.files).digest else { return }
        ghosts.append(Ghost(id: id, change: change))
    }

    private static func bytes(of draft: Draft, tree: ObjectID, at time: Int64) -> [UInt8] {
        let stray = draft.isMalformed ? "\r" : ""
        var head = "tree \(tree)\n" + draft.parents.map { "parent \($0)\n" }.joined()
        head += "author A\(stray) <\(draft.author)> \(time) +0000\ncommitter C <c@example.net> \(time) +0000\n"
        var message = "\nChange\n\n"
        if draft.declaration == .marked { message += "Co-Authored-By: Claude <noreply@anthropic.com>\n" }
        if draft.declaration == .human { message += "AI-Assisted: no\n" }
        message += draft.coAuthors.map { "Co-authored-by: Somebody <\($0)>\n" }.joined()
        guard let signer = draft.signer, let lines = try? Keyring.key(signer).armored(Array((head + message).utf8))
        else { return Array((head + message).utf8) }
        return Array((head + "gpgsig " + lines.joined(separator: "\n ") + "\n" + message).utf8)
    }

    /// Puts a policy's two files into a tree.
    mutating func put(_ policy: PlainPolicy, into files: inout [String: TreeFile]) {
        files[".countersign/policy"] = store.blob(policy.policyText())
        files[".countersign/allowed_signers"] = store.blob(policy.signersText())
        let own = files.filter { $0.key.hasPrefix(".countersign/") }
        let tree = store.tree(own.withoutPrefix(".countersign/"))
        if !policy.isUnreadable { policies[tree] = policy }
    }
}

extension [String: TreeFile] {
    fileprivate func withoutPrefix(_ prefix: String) -> [String: TreeFile] {
        Dictionary(uniqueKeysWithValues: map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    }
}
