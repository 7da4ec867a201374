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
        let movement = try await movement(from: update.old, to: new)
        return try losses(movement, from: update.old, to: new) ?? arrivals(movement, inForce)
    }

    private var repository: Repository { court.gate.repository }

    /// What a push does to the ledger.
    private struct Movement {
        var lost: [LedgerEntry]
        var arrived: [LedgerEntry]
        /// Paths that can't be read and changed, or came.
        var unread: [String] = []
    }

    private func movement(from old: ObjectID?, to new: ObjectID) async throws -> Movement {
        if let old, let movement = try quickMovement(from: old, to: new) { return movement }
        let after = try await Ledger.snapshot(repository, commit: new)
        guard let old else {
            return Movement(
                lost: [], arrived: LedgerDifference.lines(of: after), unread: after.defects.map(\.path))
        }
        let before = try await Ledger.snapshot(repository, commit: old)
        let known = Set(before.defects)
        let changed = try LedgerDifference.changedUnread(from: before, to: after, in: repository)
        return Movement(
            lost: LedgerDifference.lines(of: before, notIn: after),
            arrived: LedgerDifference.lines(of: after, notIn: before),
            unread: (changed + after.defects.filter { !known.contains($0) }).map(\.path))
    }

    /// The same from what differs between the two trees; nil where something differs that is no note that can be read.
    private func quickMovement(from old: ObjectID, to new: ObjectID) throws -> Movement? {
        let trees = (try Ledger.tree(of: old, in: repository), try Ledger.tree(of: new, in: repository))
        guard let listed = try ListingChanges.between(repository, trees.0, trees.1) else { return nil }
        for place in listed.removed + listed.added {
            guard try NoteContent.read(place.blob, of: repository).defect == nil else { return nil }
        }
        let changes = try Ledger.changes(repository, from: trees.0, to: trees.1)
        return Movement(lost: Self.entries(changes.removed), arrived: Self.entries(changes.added))
    }

    private static func entries(_ lines: [ObjectID: Set<[UInt8]>]) -> [LedgerEntry] {
        lines.sorted { $0.key < $1.key }.flatMap { annotated, lines in
            lines.sorted { $0.lexicographicallyPrecedes($1) }.map { LedgerEntry(annotated: annotated, line: $0) }
        }
    }

    private func losses(_ movement: Movement, from old: ObjectID?, to new: ObjectID) throws -> Complaint? {
        let lost = movement.lost
        if !lost.isEmpty {
            return refuse(
                "the push would take \(lost.count == 1 ? "1 line" : "\(lost.count) lines") out of the ledger",
                LostLines.describe(lost), fix: Self.sync)
        }
        if let first = movement.unread.first {
            return refuse("the entry \(first) is no note that can be read")
        }
        guard let old, try !repository.isAncestor(old, of: new) else { return nil }
        return refuse("the push would rewrite the ledger's history", fix: Self.sync)
    }

    private func arrivals(_ movement: Movement, _ inForce: PolicyInForce) -> Complaint? {
        let bad = movement.arrived.compactMap { entry in refusal(of: entry, inForce).map { (entry, $0) } }
        guard !bad.isEmpty else { return nil }
        let details = bad.prefix(Self.shown).flatMap { [LostLines.describe($0.0), "  \($0.1)"] }
        return refuse(
            "\(bad.count) of \(movement.arrived.count) new lines would not be believed", details,
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
