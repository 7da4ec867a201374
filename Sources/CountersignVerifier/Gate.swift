public import CountersignObjects
internal import CountersignPolicy

/// The gate: may what `head` has and `base` has not be merged? (POLICY.md, "Gate and audit")
extension Verifier {
    /// Judges every commit of `base..head` by the policy in force at `base`.
    ///
    /// - Parameters:
    ///   - central: a policy from outside the repository, which then judges everything.
    ///   - root: the pinned trust root; nil takes the policy at `base` as it is.
    ///   - holder: the tip of the branch that holds the policy, when that is known.
    ///   - atTip: whether everything is judged by the policy in force at `holder`, as a server does, and not at the
    ///     newest commit of that branch's first parents that `base` contains.
    ///   - isUpdate: whether `head` is to take the place of `base` as a branch's tip; it must then descend from it by
    ///     first parents.
    /// - Throws: `VerifierError`, `PolicyUnreadable`, or what the history throws: then there is no verdict.
    public func verify(
        base: ObjectID, head: ObjectID, central: (PolicyInForce, PolicyOrigin)? = nil, root: ObjectID? = nil,
        holder: ObjectID? = nil, atTip: Bool = false, isUpdate: Bool = false
    ) async throws -> Verification {
        try await books.index.prepare()
        let (basePosition, headPosition) = (try position(of: base), try position(of: head))
        if base != head, history.graph.isAncestor(headPosition, of: basePosition) {
            throw VerifierError.headBehindBase(base: base, head: head)
        }
        let timeline: PolicyTimeline? =
            if central != nil { nil } else if atTip, let holder {
                try await timeline(atTip: holder, root: root)
            } else {
                try await timeline(atBase: base, root: root, holder: holder)
            }
        let settled = try atTip ? holder.map { history.graph.reachable(from: [try position(of: $0)]) } : nil
        let origin = central?.1 ?? root.map { .pinned(root: $0) } ?? .unpinned(at: base)
        guard let policy = central?.0 ?? timeline?.inForce else { throw VerifierError.noPolicy(base) }
        let before = timeline?.changes.count ?? 0
        let judge = try judge(by: policy, JudgementContext(target: target, base: base))
        var tally = Tally()
        var judgements: [Judgement] = []
        let range = history.graph.range(from: CollectionOfOne(basePosition), to: headPosition)
        let statements = try books.index.together { try range.flatMap { try books.index.statements(about: id($0)) } }
        try await shared.checks.checkingAhead(statements) {
            try await shared.recomputeAhead(range)
            for position in range {
                try requireParents(of: position)
                let facts = try history.facts(of: id(position))
                // What the branch with the policy has, it has settled: an older change of policy is none any more.
                let isSettled = settled?.contains(position) ?? false
                let change = isSettled ? nil : try await timeline?.advance(over: id(position))
                var judgement = try await judge.judge(facts, change: change)
                if isUpdate, position == headPosition, !isOnFirstParents(basePosition, of: headPosition) {
                    judgement = judgement.foxtrot(base: base)
                }
                tally.count(judgement.verdict, flagged: judgement.isFlagged)
                judgements.append(judgement)
            }
        }
        return Verification(
            base: base, head: head, origin: origin, policy: policy, judgements: judgements, tally: tally,
            policyChanges: Array((timeline?.changes ?? []).dropFirst(before)),
            remarks: try remarks(origin, policy, at: base), findings: [], chronicle: LedgerChronicle())
    }

    /// What must be said of the policy, and of how much history there was to judge it by.
    func remarks(_ origin: PolicyOrigin, _ policy: PolicyInForce, at tip: ObjectID?) throws -> [String] {
        let entry = try tip.map { Remarks.about(try history.policyEntry(of: $0), at: $0, inForce: policy) }
        return Remarks.about(origin) + (entry ?? []) + Remarks.about(shallow: history.shallowBoundary.count)
    }

    private func timeline(atBase base: ObjectID, root: ObjectID?, holder: ObjectID?) async throws -> PolicyTimeline {
        guard let root else { return try await start(at: base) }
        return try await timeline(from: root, to: try anchor(of: base, holder: holder, root: root))
    }

    private func timeline(atTip holder: ObjectID, root: ObjectID?) async throws -> PolicyTimeline {
        guard let root else { return try await start(at: holder) }
        return try await timeline(from: root, to: holder)
    }

    private func isOnFirstParents(_ base: CommitGraph.Position, of head: CommitGraph.Position) -> Bool {
        history.graph.firstParentLine(to: head).contains(base)
    }
}

extension Judgement {
    /// The same commit as the tip of an update that swaps the branch's own line for another.
    fileprivate func foxtrot(base: ObjectID) -> Judgement {
        guard verdict.passes else { return self }
        return found.finish(
            .foxtrot, "\(base.abbreviated) is not on its line of first parents", fix: Fix.rebase)
    }
}
