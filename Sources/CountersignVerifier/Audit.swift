public import CountersignObjects
internal import CountersignPolicy

/// The audit: the gate replayed over history (POLICY.md, "Gate and audit").
extension Verifier {
    /// Which judgements an audit keeps; all are counted.
    public enum Keeping: Hashable, Sendable {
        /// All but those with nothing to say: `clean` and `before-adoption`.
        case notClean
        /// Every one.
        case all
        /// That of a single commit.
        case only(ObjectID)
    }

    /// Replays the gate along the first parents of `tip`: each step's commits by the policy in force before it.
    ///
    /// - Parameters:
    ///   - tip: the branch that holds the policy.
    ///   - others: tips of other branches, whose own commits are judged by the policy in force at the newest commit of
    ///     that line that they contain.
    ///   - root: the pinned trust root; nil starts at the oldest commit on the line that holds a policy.
    ///   - keeping: which judgements to keep.
    ///   - chronicle: when each statement came into the ledger, so that late ones are told.
    public func audit(
        tip: ObjectID, others: [ObjectID] = [], root: ObjectID?, keeping: Keeping,
        chronicle: LedgerChronicle = LedgerChronicle()
    ) async throws -> Verification {
        try await books.index.prepare()
        let line = history.graph.firstParentLine(to: try position(of: tip))
        let start = try root ?? adoption(on: line, tip: tip)
        var replay = Replay(graph: history.graph, collector: Collector(keeping: keeping))
        let timeline = try await shared.checks.checkingAhead(try books.index.statements) {
            let adopted = history.graph.reachable(from: [try position(of: start)])
            var later = adopted
            try await shared.recomputeAhead(
                history.graph.extend(&later, from: try ([tip] + others).map { try self.position(of: $0) }))
            try await prepareLandings()
            let timeline = try await self.replay(line, from: start, tip: tip, into: &replay)
            try await judgeOthers(others, into: &replay)
            return timeline
        }
        let origin: PolicyOrigin = root.map { .pinned(root: $0) } ?? .unpinned(at: start)
        return try replay.collector.verification(
            head: others.isEmpty ? tip : nil, origin: origin, policy: timeline.inForce, changes: timeline.changes,
            remarks: try remarks(origin, timeline.inForce, at: tip), chronicle: chronicle
        ) { judgements in
            try findings(judgements, timeline.changes, inForce: timeline.inForce, chronicle: chronicle)
                + standingDifference(at: tip, timeline.inForce)
        }
    }

    /// Judges everything that the tips reach by one policy from outside the repository.
    public func audit(
        tips: [ObjectID], head: ObjectID?, by central: PolicyInForce, origin: PolicyOrigin, keeping: Keeping,
        chronicle: LedgerChronicle = LedgerChronicle()
    ) async throws -> Verification {
        try await books.index.prepare()
        let judge = try judge(by: central, JudgementContext(target: target))
        var collector = Collector(keeping: keeping)
        var seen = CommitSet(capacity: history.graph.count)
        try await shared.checks.checkingAhead(try books.index.statements) {
            let positions = history.graph.extend(&seen, from: try tips.map { try self.position(of: $0) })
            try await shared.recomputeAhead(positions)
            try await prepareLandings()
            for position in positions {
                try await collect(position, change: nil, judge, into: &collector)
            }
        }
        return try collector.verification(
            head: head, origin: origin, policy: central, changes: [],
            remarks: try remarks(origin, central, at: nil), chronicle: chronicle
        ) { judgements in
            try findings(judgements, [], inForce: central, chronicle: chronicle)
        }
    }

    /// Where there are statements, it is asked of most flagged commits whether one was given for their change.
    private func prepareLandings() async throws {
        if books.index.count > 0 { try await shared.landings.prepare(.flagged) }
    }

    /// The oldest commit on a line of first parents that holds a policy.
    func adoption(on line: [CommitGraph.Position], tip: ObjectID) throws -> ObjectID {
        for position in line {
            if case .tree = try history.policyEntry(of: id(position)) { return id(position) }
        }
        throw VerifierError.neverAdopted(tip: tip)
    }

    private func replay(
        _ line: [CommitGraph.Position], from root: ObjectID, tip: ObjectID, into replay: inout Replay
    ) async throws -> PolicyTimeline {
        let start = try start(of: root, on: line, tip: tip)
        let timeline = try await self.start(at: root)
        for position in history.graph.extend(&replay.seen, from: CollectionOfOne(line[start])) {
            replay.collector.tally.count(.beforeAdoption, flagged: history.flagged.contains(position))
        }
        replay.line.append(line[start], timeline.inForce)
        let touching = try await history.commitsTouchingPolicy(from: line[start], to: try position(of: tip))
        var judge = try judge(by: timeline.inForce, JudgementContext(target: target))
        // Asked for at each step, it would be copied.
        let graph = history.graph
        for (previous, step) in zip(line[start...], line[(start + 1)...]) {
            judge.context = JudgementContext(target: target, base: graph.ids[previous], step: graph.ids[step])
            for position in graph.extend(&replay.seen, from: CollectionOfOne(step)) {
                try requireParents(of: position)
                let change = touching.contains(position) ? try await timeline.advance(over: graph.ids[position]) : nil
                try await collect(position, change: change, judge, into: &replay.collector)
            }
            if timeline.inForce.tree != replay.line.newest?.tree {
                judge = try self.judge(by: timeline.inForce, JudgementContext(target: target))
            }
            replay.line.append(step, timeline.inForce)
        }
        return timeline
    }

    /// Commits that have not landed: the gate has not judged them yet, and would by the policy that their branch holds.
    private func judgeOthers(_ tips: [ObjectID], into replay: inout Replay) async throws {
        guard let oldest = replay.line.oldest else { return }
        var newest: [CommitGraph.Position: CommitGraph.Position] = [:]
        for position in history.graph.extend(&replay.seen, from: try tips.map { try self.position(of: $0) }) {
            let below = history.graph.parents(of: position).compactMap {
                newest[$0] ?? replay.newestOnLine($0, history.graph)
            }
            let anchor = below.max() ?? oldest.position
            newest[position] = anchor
            let inForce = replay.line.inForce(after: anchor) ?? oldest.inForce
            let change = try await policyChange(at: id(position), from: inForce)
            let judge = try judge(by: inForce, JudgementContext(target: target, base: id(anchor)))
            try await collect(position, change: change, judge, into: &replay.collector)
        }
    }

    private func collect(
        _ position: CommitGraph.Position, change: PolicyChange?, _ judge: CommitJudge, into collector: inout Collector
    ) async throws {
        if change == nil, !collector.keeps(id(position)), try judge.isPlainlyClean(position) {
            collector.tally.count(.clean, flagged: false)
        } else {
            collector.add(try await judge.judge(try history.facts(of: id(position)), change: change))
        }
    }
}

/// How far an audit has come, and what was in force after each commit of the protected line.
private struct Replay {
    var seen: CommitSet
    var collector: Collector
    var line: PolicyLine

    init(graph: CommitGraph, collector: Collector) {
        seen = CommitSet(capacity: graph.count)
        line = PolicyLine(capacity: graph.count)
        self.collector = collector
    }

    /// The newest commit of the protected line in the history of a commit that has landed; nil when there is none.
    func newestOnLine(_ position: CommitGraph.Position, _ graph: CommitGraph) -> CommitGraph.Position? {
        var queue = PositionQueue()
        var known: Set<CommitGraph.Position> = [position]
        queue.push(position)
        while let next = queue.pop() {
            if line.contains(next) { return next }
            for parent in graph.parents(of: next) where known.insert(parent).inserted { queue.push(parent) }
        }
        return nil
    }
}

/// What an audit gathers as it goes.
private struct Collector {
    let keeping: Verifier.Keeping
    var tally = Tally()
    private var judgements: [Judgement] = []

    init(keeping: Verifier.Keeping) {
        self.keeping = keeping
    }

    mutating func add(_ judgement: Judgement) {
        tally.count(judgement.verdict, flagged: judgement.isFlagged)
        if keeps(judgement.id) || keeping == .notClean && judgement.verdict != .clean { judgements.append(judgement) }
    }

    /// Whether the judgement of a commit is kept whatever it is.
    func keeps(_ commit: @autoclosure () -> ObjectID) -> Bool {
        switch keeping {
        case .notClean: false
        case .all: true
        case .only(let wanted): commit() == wanted
        }
    }

    func verification(
        head: ObjectID?, origin: PolicyOrigin, policy: PolicyInForce, changes: [PolicyChange], remarks: [String],
        chronicle: LedgerChronicle, findings: ([Judgement]) throws -> [Finding]
    ) rethrows -> Verification {
        // What a single commit's explanation does not show, reading every statement is not worth.
        let found: [Finding] = if case .only = keeping { [] } else { try findings(judgements) }
        return Verification(
            base: nil, head: head, origin: origin, policy: policy, judgements: judgements, tally: tally,
            policyChanges: changes, remarks: remarks, findings: found, chronicle: chronicle)
    }
}
