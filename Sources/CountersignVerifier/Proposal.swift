public import CountersignApprovals
public import CountersignObjects
public import CountersignPolicy

/// What a statement needs to say, and whether it would count, before anybody signs it.
extension Verifier {
    /// The policy in force at a commit: carried forward from the pinned root, or, with none, as it stands there.
    public func policyInForce(at commit: ObjectID, root: ObjectID?) async throws -> PolicyInForce {
        if let root { return try await timeline(from: root, to: commit).inForce }
        return try await start(at: commit).inForce
    }

    /// The digest of what a commit changes; nil when it changes nothing.
    public func change(of commit: ObjectID) throws -> Digest256? {
        try shared.digests.digest(of: commit)
    }

    /// The paths that two commits leave with different contents, of those that either changes against its first parent.
    public func pathsLeftDifferent(by one: ObjectID, and other: ObjectID) throws -> [[UInt8]] {
        let (ours, theirs) = (
            try Set(history.changes(of: one).map(Outcome.init)), try Set(history.changes(of: other).map(Outcome.init))
        )
        return Set(ours.symmetricDifference(theirs).map(\.path)).sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The digest of what a squash of a range would change; nil when that is nothing.
    public func change(from base: ObjectID, to head: ObjectID) throws -> Digest256? {
        try shared.digests.digest(from: base, to: head)
    }

    /// The commits of `base..head`, parents before children.
    public func commits(from base: ObjectID, to head: ObjectID) throws -> [ObjectID] {
        history.graph.range(from: CollectionOfOne(try position(of: base)), to: try position(of: head)).map(id)
    }

    /// The best common ancestor of two commits, the first where there are several; nil when they share none.
    public func mergeBase(_ one: ObjectID, _ other: ObjectID) throws -> ObjectID? {
        history.graph.mergeBases(try position(of: one), try position(of: other)).first.map(id)
    }

    /// The change that a commit makes to the policy in force, approved or not; nil when it makes none.
    public func policyChange(at commit: ObjectID, from inForce: PolicyInForce) async throws -> PolicyChange? {
        let timeline = PolicyTimeline(start: inForce, shared: shared, books: books, target: target)
        return try await timeline.advance(over: commit)
    }

    /// Whether a change of policy touches the person's own entry or keys.
    public func changes(_ person: Person, _ inForce: PolicyInForce, to tree: ObjectID) async throws -> Bool {
        Policy.changedPeople(from: inForce.policy, to: try await history.policy(in: tree)).contains(person.email)
    }

    /// Why an approval, or a waiver, of the commit by this person could never count; nil when it could.
    ///
    /// `level` is what it takes; nil is the level of the trusted.
    public func refusal(
        ofApprovalBy person: Person, on commit: ObjectID, policy: PolicyInForce, level: Level? = nil
    ) throws -> Refusal? {
        let judge = try judge(by: policy, JudgementContext(target: target))
        return try judge.levelRefusal(of: person, needed: level ?? policy.policy.levels.trusted)
            ?? judge.personalRefusal(of: person, for: try history.facts(of: commit))
    }

    /// Why a statement that this person wrote the commit would prove nothing; nil when it would.
    public func refusal(ofClaimBy person: Person, on commit: ObjectID, policy: PolicyInForce) throws -> Refusal? {
        let email = try history.facts(of: commit).commit.author.email
        guard policy.policy.person(forEmail: email)?.email != person.email else { return nil }
        return Refusal(.keyNotThisPerson, "its author is <\(email)>, no address of \(person.email)")
    }

    /// The statements that a policy counts as signed by the person they name, with who that is; the others with why not.
    public func verified(_ entry: LedgerStatement, by policy: PolicyInForce) -> Result<VerifiedStatement, Refusal> {
        books.book(for: policy).verified(entry)
    }

    /// Why a verified statement no longer counts: it was taken back; nil when it was not.
    public func takenBack(_ verified: VerifiedStatement, by policy: PolicyInForce) throws -> Refusal? {
        try books.book(for: policy).takenBack(verified)
    }

    /// What stands at `.countersign` in a commit's tree.
    public func policyEntry(at commit: ObjectID) throws -> PolicyEntry {
        try history.policyEntry(of: commit)
    }

    /// The facts of a commit.
    public func facts(of commit: ObjectID) throws -> CommitFacts {
        try history.facts(of: commit)
    }

    /// The commits of the history that a statement can speak of, or hangs on: its subjects, those of its range, and every
    /// flagged one, to which it can be carried.
    public func commitsSpokenOf() throws -> [ObjectID] {
        var found = history.flagged
        for entry in try books.index.statements {
            for commit in entry.statement.subjects + entry.places {
                if let position = history.graph.position(of: commit) { _ = found.insert(position) }
            }
            guard let range = entry.statement.range, let base = history.graph.position(of: range.base),
                let head = history.graph.position(of: range.head)
            else { continue }
            for position in history.graph.between(CollectionOfOne(base), CollectionOfOne(head)) {
                _ = found.insert(position)
            }
        }
        return history.graph.ids.indices.filter(found.contains).map(id)
    }

    /// Every statement that speaks of a commit or hangs on it, counted or refused, whatever the commit needs.
    public func statements(on commit: ObjectID, by policy: PolicyInForce) throws -> [ConsideredStatement] {
        try judge(by: policy, JudgementContext(target: target)).consider(try history.facts(of: commit))
    }

    /// The judgement of one commit: as the audit of `tip` has it when it has landed there, else as the gate would.
    public func explain(
        _ commit: ObjectID, tip: ObjectID, central: (PolicyInForce, PolicyOrigin)?, root: ObjectID?
    ) async throws -> Verification {
        if let (policy, origin) = central {
            return try await audit(tips: [commit], head: commit, by: policy, origin: origin, keeping: .only(commit))
        }
        if history.graph.isAncestor(try position(of: commit), of: try position(of: tip)) {
            return try await audit(tip: tip, root: root, keeping: .only(commit))
        }
        return try await verify(base: tip, head: commit, root: root)
    }
}

/// What a change leaves at a path.
private struct Outcome: Hashable {
    let path: [UInt8]
    let mode: UInt32
    let content: ObjectID

    init(_ change: TreeChange) {
        (path, mode, content) = (change.path, change.newMode, change.newID)
    }
}
