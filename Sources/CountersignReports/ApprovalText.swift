/// The statements on a commit as people read them.
public struct ApprovalText {
    private let approvals: [CommitReport.ApprovalReport]
    private let style: Style
    private let showsNames: Bool

    /// Statements, how they are to look, and whether to name each one's key and digest.
    public init(_ approvals: [CommitReport.ApprovalReport], style: Style, showsNames: Bool = true) {
        self.approvals = approvals
        self.style = style
        self.showsNames = showsNames
    }

    /// A few lines for each statement.
    public func render() -> String {
        guard !approvals.isEmpty else { return "    no statements\n" }
        return approvals.flatMap(lines).map { "    \($0)\n" }.joined()
    }

    /// Where the text of a statement begins.
    private static let indent = 6

    private func lines(_ approval: CommitReport.ApprovalReport) -> [String] {
        let counts = approval.status == "counted"
        let mark = style.apply(counts ? .pass : .fail, counts ? "✓" : "✗")
        guard let reviewer = approval.reviewer.value else {
            return ["\(mark) unreadable line: \(VisibleText.line(approval.detail.value ?? ""))"]
        }
        let decision = approval.decision.value ?? "?"
        var lines = ["\(mark) \(VisibleText.line("\(decision) by \(reviewer), \(approval.signedAt.value ?? "")"))"]
        if let origin = approval.carriedFrom.value { lines.append("  carried from \(origin.prefix(12))") }
        if let code = approval.reason.value {
            let text = "does not count: \(code), \(VisibleText.line(approval.detail.value ?? ""))"
            lines += style.wrapped(text, indent: Self.indent).map { "  " + style.apply(.fail, $0) }
        }
        if let comment = approval.comment.value {
            lines += style.wrapped("“\(VisibleText.line(comment))”", indent: Self.indent).map { "  \($0)" }
        }
        let names = showsNames ? [approval.key.value, approval.statement.value].compactMap { $0 } : []
        return lines + names.map { "  " + style.apply(.faint, VisibleText.line($0)) }
    }
}
