public import CountersignObjects
internal import CountersignPolicy

/// The gate: may what `head` has and `base` has not be merged? (POLICY.md, "Gate and audit")
extension Verifier {
    /// Judges every commit of `base..head` by the policy in force at `base`.
    ///
    /// - Parameters:
    ///   - central: a policy from outside the repository, which then judges everything.
    ///   - root: the pinned trust root; nil takes the policy at `base` as it is.
    ///   - isUpdate: whether `head` is to take the place of `base` as a branch's tip; it must then descend from it by
    ///     first parents.
    ///   - elsewhere: the policy in force on the branch that holds it, where `base` is on another.
    /// - Throws: `VerifierError`, `PolicyUnreadable`, or what the history throws: then there is no verdict.
    public func verify(
        base: ObjectID, head: ObjectID, central: (PolicyInForce, PolicyOrigin)? = nil, root: ObjectID? = nil,
        isUpdate: Bool = false, elsewhere: PolicyInForce? = nil
    ) async throws -> Verification {
        let (basePosition, headPosition) = (try position(of: base), try position(of: head))
        if base != head, history.graph.isAncestor(headPosition, of: basePosition) {
            throw VerifierError.headBehindBase(base: base, head: head)
        }
        let timeline: PolicyTimeline? =
            central == nil ? try await self.timeline(atBase: base, root: root, elsewhere) : nil
        let origin = central?.1 ?? root.map { .pinned(root: $0) } ?? .unpinned(at: base)
        guard let policy = central?.0 ?? timeline?.inForce else { throw VerifierError.noPolicy(base) }
        let before = timeline?.changes.count ?? 0
        let judge = try judge(by: policy, JudgementContext(target: target, base: base))
        var tally = Tally()
        var judgements: [Judgement] = []
        for position in history.graph.range(from: CollectionOfOne(basePosition), to: headPosition) {
            try requireParents(of: position)
            let change = try await timeline?.advance(over: id(position))
            var judgement = try await judge.judge(try history.facts(of: id(position)), change: change)
            if isUpdate, position == headPosition, !isOnFirstParents(basePosition, of: headPosition) {
                judgement = judgement.foxtrot(base: base)
            }
            tally.count(judgement.verdict, flagged: judgement.isFlagged)
            judgements.append(judgement)
        }
        return Verification(
            base: base, head: head, origin: origin, policy: policy, judgements: judgements, tally: tally,
            policyChanges: Array((timeline?.changes ?? []).dropFirst(before)),
            remarks: try remarks(origin, policy, at: base))
    }

    /// What must be said of the policy, and of how much history there was to judge it by.
    func remarks(_ origin: PolicyOrigin, _ policy: PolicyInForce, at tip: ObjectID?) throws -> [String] {
        let entry = try tip.map { Remarks.about(try history.policyEntry(of: $0), at: $0, inForce: policy) }
        return Remarks.about(origin) + (entry ?? []) + Remarks.about(shallow: history.shallowBoundary.count)
    }

    private func timeline(
        atBase base: ObjectID, root: ObjectID?, _ elsewhere: PolicyInForce?
    ) async throws -> PolicyTimeline {
        if let elsewhere { return PolicyTimeline(start: elsewhere, shared: shared, books: books, target: target) }
        if let root { return try await timeline(from: root, to: base) }
        return try await start(at: base)
    }

    private func isOnFirstParents(_ base: CommitGraph.Position, of head: CommitGraph.Position) -> Bool {
        history.graph.firstParentLine(to: head).contains(base)
    }
}

extension Judgement {
    /// The same commit as the tip of an update that swaps the branch's own line for another.
    fileprivate func foxtrot(base: ObjectID) -> Judgement {
        guard verdict.passes else { return self }
        return Judgement(
            facts: facts, authorship: authorship, isFlagged: isFlagged, flaggedByMerging: flaggedByMerging,
            recomputed: recomputed, verdict: .foxtrot,
            reason: "\(base.abbreviated) is not on its line of first parents", fix: Fix.rebase,
            needs: needs, statements: statements, policyChange: policyChange)
    }
}
