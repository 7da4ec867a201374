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
        ExplanationSteps(commit).facts.flatMap { field($0.name, $0.text) }
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
}
