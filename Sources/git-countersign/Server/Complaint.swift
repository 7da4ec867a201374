import CountersignObjects
import CountersignReports
import CountersignVerifier

/// Why one ref of a push is refused, in the short lines that fit a push.
struct Complaint {
    /// The ref.
    let reference: String
    /// What is wrong, one line.
    let reason: String
    /// What stands below it, a line each.
    var details: [String] = []
    /// The next command, where there is one.
    var fix: String?

    /// The lines, safe to print.
    var lines: [String] {
        let heading = "\(BranchName.short(reference)): \(reason)"
        return ([heading] + details.map { "  \($0)" } + (fix.map { ["  → \($0)"] } ?? [])).map(VisibleText.line)
    }
}

extension Complaint {
    /// The commits that do not pass, each with its reason and the command that mends it.
    init?(_ reference: String, _ verification: Verification) {
        let failing = verification.judgements.filter { !$0.verdict.passes }
        guard !verification.passes else { return nil }
        let (bad, all) = (verification.tally.failing, verification.tally.commits)
        self.reference = reference
        reason = bad == 1 && all == 1 ? "its commit does not pass" : "\(bad) of \(all) commits do not pass"
        var lines: [String] = []
        for judgement in failing.prefix(Self.shown) {
            lines.append(
                "✗ \(judgement.verdict.rawValue) \(judgement.id.abbreviated) \(judgement.facts.commit.subject)")
            lines.append("  \(judgement.facts.commit.author.email): \(judgement.reason)")
            if let fix = judgement.fix { lines.append("  → \(fix)") }
        }
        if failing.count > Self.shown, let base = verification.base, let head = verification.head {
            lines.append("… and \(failing.count - Self.shown) more:")
            lines.append("  git countersign verify \(base.abbreviated)..\(head.abbreviated)")
        }
        details = lines
    }

    /// Few enough that a push's output stays readable.
    private static let shown = 10
}
