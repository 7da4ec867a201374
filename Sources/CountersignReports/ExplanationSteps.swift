/// The way from a commit's facts to its verdict: the steps that need nothing but its report.
struct ExplanationSteps {
    private let commit: CommitReport

    init(_ commit: CommitReport) {
        self.commit = commit
    }

    /// The steps before the statements, a name and a text each.
    var facts: [(name: String, text: String)] {
        var steps = [("author", author), ("state", state)]
        if let merge = commit.merge.value { steps.append(("merge", merge)) }
        steps += commit.markers.map { ("marker", "\($0.tool) (\($0.kind), rule \($0.rule)): \($0.evidence)") }
        steps += commit.warnings.map { ("warning", $0) }
        return steps + [("needs", needs)]
    }

    /// All of it as plain text, without a line feed at its end.
    var plainText: String {
        let plain = Style(isColored: false)
        var lines = facts.map { "\(Style.padded($0.name, to: 8)) \(VisibleText.line($0.text))" }
        lines.append(ApprovalText(commit.approvals, style: plain).render() + Self.verdict(of: commit))
        if let fix = commit.fix.value { lines.append("→ \(VisibleText.line(fix))") }
        return lines.joined(separator: "\n")
    }

    private static func verdict(of commit: CommitReport) -> String {
        "\(commit.verdict): \(VisibleText.line(commit.reason))"
    }

    private var author: String {
        let author = commit.author
        guard let person = author.person.value, let level = author.level.value else {
            return "\(author.name) <\(author.email)>: nobody in the policy"
        }
        let proof = author.proven ? "proven: \(author.proof)" : "not proven: \(author.proof)"
        return "\(author.name) <\(author.email)>: \(person), \(level), \(proof)"
    }

    private var state: String {
        switch (commit.state, commit.flagged) {
        case ("ai", _): return "flagged: AI took part"
        case ("human", false): return "declared: AI-Assisted: no"
        case (_, false): return "no AI marker found"
        default:
            guard !commit.flaggedBy.isEmpty else { return "flagged: the policy treats unmarked commits so" }
            let ids = commit.flaggedBy.prefix(3).map { String($0.prefix(12)) }.joined(separator: ", ")
            return "flagged: a merge that is not clean brings in \(commit.flaggedBy.count) flagged (\(ids))"
        }
    }

    private var needs: String {
        guard let needs = commit.needs.value else { return "no approval" }
        let rules = needs.rules.isEmpty ? "" : ", by rule \(needs.rules.joined(separator: ", "))"
        return "\(needs.count) at level \(needs.level) or above\(rules)"
    }
}
