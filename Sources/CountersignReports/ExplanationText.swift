internal import CountersignObjects
public import CountersignPolicy
public import CountersignVerifier

/// The way from facts to verdict, a step a line.
public struct ExplanationText {
    private let commit: CommitReport
    private let policy: Policy
    private let origin: PolicyOrigin
    private let style: Style

    /// A commit's report, the policy that judged it, and how it is to look.
    public init(_ commit: CommitReport, policy: Policy, origin: PolicyOrigin, style: Style) {
        self.commit = commit
        self.policy = policy
        self.origin = origin
        self.style = style
    }

    /// The whole text, with a line feed at its end.
    public func render() -> String {
        var lines = ["\(style.apply(.id, String(commit.id.prefix(12)))) \(VisibleText.line(commit.subject))", ""]
        lines += field("policy", policyText) + facts
        lines.append("")
        lines.append(ApprovalText(commit.approvals, style: style).render())
        let verdict = style.apply(commit.passes ? .pass : .fail, commit.verdict)
        // The verdict counts as part of the first line, which it begins.
        let reason = style.wrapped("\(commit.verdict): \(VisibleText.line(commit.reason))", indent: 0)
        lines.append(verdict + (reason.first ?? "").dropFirst(commit.verdict.count))
        lines += reason.dropFirst()
        if let fix = commit.fix.value { lines.append(style.apply(.strong, "→ \(VisibleText.line(fix))")) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a reviewer has to know before he reads the change: who wrote it, why it is flagged, what it needs, and what
    /// others said; with a line feed at its end.
    public func renderFacts() -> String {
        let statements = commit.approvals.isEmpty ? "" : ApprovalText(commit.approvals, style: style).render()
        return facts.map { "\($0)\n" }.joined() + statements
    }

    private var facts: [String] {
        var lines = field("author", authorText)
        lines += field("state", stateText)
        if let merge = commit.merge.value { lines += field("merge", merge) }
        for marker in commit.markers {
            lines += field("marker", "\(marker.tool) (\(marker.kind), rule \(marker.rule)): \(marker.evidence)")
        }
        for warning in commit.warnings { lines += field("warning", warning) }
        return lines + field("needs", needsText)
    }

    private static let labelWidth = 8
    private static let indent = 2 + labelWidth + 1

    private func field(_ name: String, _ text: String) -> [String] {
        style.wrapped(VisibleText.line(text), indent: Self.indent).enumerated().map { number, line in
            let label = Style.padded(number == 0 ? name : "", to: Self.labelWidth)
            return "  \(style.apply(.faint, label)) \(line)"
        }
    }

    private var policyText: String {
        let source =
            switch origin {
            case .pinned(let root): "carried forward from the trust root \(root.abbreviated)"
            case .unpinned(let commit): "taken as it is at \(commit.abbreviated), no trust root pinned"
            case .directory(let path): "from \(path)"
            }
        return "\(policy.repository), serial \(policy.serial), \(source)"
    }

    private var authorText: String {
        let author = commit.author
        guard let person = author.person.value, let level = author.level.value else {
            return "\(author.name) <\(author.email)>: nobody in the policy"
        }
        let proof = author.proven ? "proven: \(author.proof)" : "not proven: \(author.proof)"
        return "\(author.name) <\(author.email)>: \(person), \(level), \(proof)"
    }

    private var stateText: String {
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

    private var needsText: String {
        guard let needs = commit.needs.value else { return "no approval" }
        let rules = needs.rules.isEmpty ? "" : ", by rule \(needs.rules.joined(separator: ", "))"
        return "\(needs.count) at level \(needs.level) or above\(rules)"
    }
}
