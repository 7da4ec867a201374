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
        lines += field("policy", policyText)
        for step in ExplanationSteps(commit).facts { lines += field(step.name, step.text) }
        lines.append("")
        lines.append(ApprovalText(commit.approvals, style: style).render())
        let verdict = style.apply(commit.passes ? .pass : .fail, commit.verdict)
        lines.append("\(verdict): \(VisibleText.line(commit.reason))")
        if let fix = commit.fix.value { lines.append(style.apply(.strong, "→ \(VisibleText.line(fix))")) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func field(_ name: String, _ text: String) -> [String] {
        ["  \(style.apply(.faint, Style.padded(name, to: 8))) \(VisibleText.line(text))"]
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
