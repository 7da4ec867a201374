import CountersignGit
import CountersignLedger
import CountersignObjects
import CountersignPolicy
import CountersignVerifier

/// The gate before the ledger: it only grows, by statements that somebody in the policy in force signed.
struct LedgerGate {
    let court: PushCourt

    /// Why the ledger may not be moved like that; nil when it may.
    func complaint(about update: RefUpdate) async throws -> Complaint? {
        guard let new = update.new else { return refuse("the ledger is not deleted") }
        guard let inForce = court.inForce else {
            return refuse("there is no policy yet to read it by", fix: "push the branch with the policy first")
        }
        guard try repository.objectKind(new) == .commit else { return refuse("\(new.abbreviated) is no commit") }
        let after = try await Ledger.snapshot(repository, commit: new)
        let held = court.gate.ledger
        let before: LedgerSnapshot? =
            if let old = update.old {
                old == held.tip ? held : try await Ledger.snapshot(repository, commit: old)
            } else { nil }
        if let before, let tip = before.tip, let complaint = try losses(before, tip, after) { return complaint }
        return try arrivals(before, after, inForce)
    }

    private var repository: Repository { court.gate.repository }

    private func losses(_ before: LedgerSnapshot, _ tip: ObjectID, _ after: LedgerSnapshot) throws -> Complaint? {
        let lost = LedgerDifference.lines(of: before, notIn: after)
        if !lost.isEmpty {
            return refuse(
                "the push would take \(lost.count == 1 ? "1 line" : "\(lost.count) lines") out of the ledger",
                LostLines.describe(lost), fix: Self.sync)
        }
        let changed = try LedgerDifference.changedUnread(from: before, to: after, in: repository)
        if let first = changed.first { return refuse("the push would change \(first.path), which can't be read") }
        guard let new = after.tip, try repository.isAncestor(tip, of: new) else {
            return refuse("the push would rewrite the ledger's history", fix: Self.sync)
        }
        return nil
    }

    private func arrivals(
        _ before: LedgerSnapshot?, _ after: LedgerSnapshot, _ inForce: PolicyInForce
    ) throws -> Complaint? {
        let known = Set(before?.defects ?? [])
        if let defect = after.defects.first(where: { !known.contains($0) }) {
            return refuse("the entry \(defect.path) is no note that can be read")
        }
        let new = before.map { LedgerDifference.lines(of: after, notIn: $0) } ?? LedgerDifference.lines(of: after)
        let bad = new.compactMap { entry in refusal(of: entry, inForce).map { (entry, $0) } }
        guard !bad.isEmpty else { return nil }
        let details = bad.prefix(Self.shown).flatMap { [LostLines.describe($0.0), "  \($0.1)"] }
        return refuse(
            "\(bad.count) of \(new.count) new lines would not be believed", details,
            fix: "git notes --ref=countersign edit COMMIT takes a line out that was never pushed")
    }

    private static let shown = 10
    private static let sync = "git countersign sync"

    /// Why a new line is not taken; nil when a person in the policy signed it.
    ///
    /// Each line is looked at on its own: beside a good signature a bad one over the same statement would hide.
    private func refusal(of entry: LedgerEntry, _ inForce: PolicyInForce) -> String? {
        let index = StatementIndex(lines: [(entry.annotated, entry.line)])
        guard let statement = index.statements.first else { return index.unreadable.first?.reason ?? "unreadable" }
        let verifier = Verifier(history: court.history, statements: index, now: court.gate.now, target: nil)
        guard case .failure(let refusal) = verifier.verified(statement, by: inForce) else { return nil }
        return "\(refusal.code.rawValue): \(refusal.detail)"
    }

    private func refuse(_ reason: String, _ details: [String] = [], fix: String? = nil) -> Complaint {
        Complaint(reference: Ledger.reference, reason: reason, details: details, fix: fix)
    }
}
