internal import CountersignApprovals
import CountersignLedger
internal import CountersignObjects
import CountersignReports
import CountersignVerifier

/// Ledger lines in words: who decided what on which commit.
enum LostLines {
    /// One line of text for each, the first twenty.
    static func describe(_ entries: [LedgerEntry]) -> [String] {
        let shown = entries.prefix(limit).map(describe)
        return entries.count > limit ? shown + ["… and \(entries.count - limit) more"] : shown
    }

    private static let limit = 20

    static func describe(_ entry: LedgerEntry) -> String {
        let index = StatementIndex(lines: [(entry.annotated, entry.line)])
        guard let found = index.statements.first else { return "an unreadable line on \(entry.annotated.abbreviated)" }
        let statement = found.statement
        return VisibleText.line(
            "\(statement.decision.word) by \(statement.reviewer) on \(entry.annotated.abbreviated), "
                + "\(statement.signedAt.rfc3339)")
    }
}
