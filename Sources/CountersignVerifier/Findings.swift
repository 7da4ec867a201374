internal import CountersignApprovals
public import CountersignObjects
internal import CountersignPolicy

/// Something that an audit tells besides verdicts.
public struct Finding: Sendable, Hashable {
    /// What kind of thing it is; the raw value is its name in reports.
    public enum Kind: String, Sendable, CaseIterable {
        /// Enough approvals came into the ledger only after the commit had landed, so far as dates tell.
        case lateApproval = "late-approval"
        /// A commit was let through for a time.
        case waiver
        /// A change of policy that had no effect.
        case refusedPolicyChange = "refused-policy-change"
        /// `.countersign/` at the tip is not the policy in force.
        case policyDiffers = "policy-differs"
        /// A line of the ledger that can't be read.
        case unreadableLine = "unreadable-line"
        /// A statement that no policy in force ever counted as signed by the person it names.
        case invalidStatement = "invalid-statement"
        /// A commit of the ledger that took lines out.
        case removedLines = "removed-lines"
    }

    /// What kind of thing it is.
    public let kind: Kind
    /// The commit that it is about: one of the history, or for `removed-lines` one of the ledger; nil for neither.
    public let commit: ObjectID?
    /// When it happened, so far as that can be told.
    public let time: Timestamp?
    /// One sentence.
    public let text: String
}

/// What an audit finds beside its verdicts (POLICY.md, "Gate and audit").
extension Verifier {
    func findings(
        _ judgements: [Judgement], _ changes: [PolicyChange], inForce: PolicyInForce, chronicle: LedgerChronicle
    ) throws -> [Finding] {
        let unreadable = try books.index.unreadable.map {
            Finding(kind: .unreadableLine, commit: $0.place, time: nil, text: $0.reason)
        }
        return judgements.compactMap { $0.lateApproval(chronicle) } + judgements.flatMap(waivers)
            + changes.compactMap(refused) + unreadable + (try invalidStatements(inForce, chronicle))
            + chronicle.removals.map(Self.finding)
    }

    /// The same as the remark, for those who read findings only.
    func standingDifference(at tip: ObjectID, _ inForce: PolicyInForce) throws -> [Finding] {
        Remarks.about(try history.policyEntry(of: tip), at: tip, inForce: inForce).map {
            Finding(kind: .policyDiffers, commit: tip, time: nil, text: $0)
        }
    }

    private func waivers(_ judgement: Judgement) -> [Finding] {
        judgement.statements.compactMap { considered in
            guard let statement = considered.statement, statement.decision == .waive, let end = statement.expires,
                considered.coverage != nil, considered.refusal == nil || considered.refusal?.code == .revoked
            else { return nil }
            let word = considered.refusal == nil && end > books.now ? "ends" : "ended"
            return Finding(
                kind: .waiver, commit: judgement.id, time: statement.signedAt,
                text: "waived by \(statement.reviewer), \(word) \(end.rfc3339): \(statement.comment ?? "")")
        }
    }

    private func refused(_ change: PolicyChange) -> Finding? {
        guard let refusal = change.refusal else { return nil }
        return Finding(kind: .refusedPolicyChange, commit: change.commit, time: change.time, text: refusal)
    }

    private func invalidStatements(_ inForce: PolicyInForce, _ chronicle: LedgerChronicle) throws -> [Finding] {
        try books.index.statements.compactMap { entry in
            guard let refusal = books.lastingRefusal(of: entry, inForce: inForce) else { return nil }
            let what = "\(entry.statement.decision.word) by \(entry.statement.reviewer)"
            return Finding(
                kind: .invalidStatement, commit: entry.places.min(), time: chronicle.entries[entry.digest]?.time,
                text: "\(what) (\(entry.digest.text)): \(refusal.code.rawValue), \(refusal.detail)")
        }
    }

    private static func finding(_ removal: LedgerChronicle.Removal) -> Finding {
        let lines = removal.lines == 1 ? "a line" : "\(removal.lines) lines"
        return Finding(
            kind: .removedLines, commit: removal.commit, time: removal.time,
            text: "it took \(lines) off the note on \(removal.annotated.abbreviated)")
    }
}

extension Judgement {
    /// The moment from which on the ledger had all that it took.
    func completed(_ chronicle: LedgerChronicle) -> Timestamp? {
        let needed = policyChange?.needed ?? needs?.count
        let considered = policyChange?.statements ?? statements
        guard let needed, needed > 0, verdict == .approved || verdict == .carried else { return nil }
        var first: [String: Timestamp] = [:]
        for case let considered in considered where considered.refusal == nil {
            guard let statement = considered.statement, statement.decision == .approve,
                let entry = considered.digest.flatMap({ chronicle.entries[$0] })
            else { continue }
            first[statement.reviewer] = first[statement.reviewer].map { min($0, entry.time) } ?? entry.time
        }
        return first.values.sorted().dropFirst(needed - 1).first
    }

    fileprivate func lateApproval(_ chronicle: LedgerChronicle) -> Finding? {
        guard let landed, let completed = completed(chronicle), completed > landed else { return nil }
        let span = Span.words(completed.seconds - landed.seconds)
        let since =
            isItsOwnStep
            ? "its own date, \(landed.rfc3339) (fast-forwarded: it landed then or later)"
            : "it had landed at \(landed.rfc3339)"
        return Finding(kind: .lateApproval, commit: id, time: completed, text: "approved \(span) after \(since)")
    }

    private var isItsOwnStep: Bool { facts.commit.parents.count < 2 && facts.commit.committer.time == landed }
}

/// Spans of time in words, rounded down to what matters.
enum Span {
    static func words(_ seconds: Int64) -> String {
        for (length, name) in [(86_400, "days"), (3600, "hours"), (60, "minutes")] as [(Int64, String)]
        where seconds >= 2 * length {
            return "\(seconds / length) \(name)"
        }
        return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }
}
