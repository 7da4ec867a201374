internal import CountersignVerifier

/// A report as people read it in a terminal.
public struct TextReport {
    private let report: Report
    private let style: Style
    private let showsClean: Bool
    private let abbreviatedLength = 12

    /// A report, how it is to look, and whether to list commits about which there is nothing to say.
    public init(_ report: Report, style: Style, showsClean: Bool = false) {
        self.report = report
        self.style = style
        self.showsClean = showsClean
    }

    /// The whole text, with a line feed at its end.
    public func render() -> String {
        var lines = [heading, ""]
        let shown = report.commits.filter { showsClean || $0.verdict != Verdict.clean.rawValue }
        for commit in shown { lines += row(commit) }
        if !shown.isEmpty { lines.append("") }
        for change in report.policyChanges where change.effective { lines += effective(change) }
        lines += report.command == "audit" ? findings : unreadable
        lines += report.remarks.map { "note: \(VisibleText.line($0))" }
        lines.append(conclusion)
        return lines.joined(separator: "\n") + "\n"
    }

    private static let shownUnreadable = 5

    private var unreadable: [String] {
        let all = report.ledger.unreadable
        let shown = all.prefix(Self.shownUnreadable).map {
            "warning: the ledger at \($0.place.prefix(abbreviatedLength)): \(VisibleText.line($0.reason))"
        }
        let more = all.count - shown.count
        return shown + (more > 0 ? ["warning: \(more) more ledger lines can't be read"] : [])
    }

    /// What an audit found besides the verdicts, each kind under its own heading; the JSON has all of them.
    private var findings: [String] {
        // A policy that differs stands among the notes already.
        Finding.Kind.allCases.filter { $0 != .policyDiffers }.flatMap { kind -> [String] in
            let found = report.findings.filter { $0.kind == kind.rawValue }
            guard !found.isEmpty else { return [] }
            let shown = found.prefix(Self.shownFindings).map { finding in
                let place = finding.commit.value.map { abbreviated($0) + " " } ?? ""
                let day = finding.time.value.map { style.apply(.faint, "\($0.prefix(10)) ") } ?? ""
                return "    \(day)\(place)\(VisibleText.line(finding.text))"
            }
            let more = found.count - shown.count
            let heading = style.apply(.strong, "\(kind.heading) (\(found.count))")
            return [heading] + shown + (more > 0 ? ["    and \(more) more: --format json has all"] : []) + [""]
        }
    }

    private static let shownFindings = 20

    private var heading: String {
        let range =
            switch (report.base.value, report.head.value) {
            case (let base?, let head?): "\(abbreviated(base))..\(abbreviated(head))"
            case (nil, let head?): abbreviated(head)
            default: "every ref"
            }
        let root =
            report.policy.directory.value.map { "from \(VisibleText.line($0))" }
            ?? report.policy.trustRoot.value.map { "trust root \(abbreviated($0))" } ?? "no trust root pinned"
        let title = style.apply(.strong, "\(report.command) \(VisibleText.line(report.repository))")
        return "\(title) \(range)  " + style.apply(.faint, "policy serial \(report.policy.serial), \(root)")
    }

    private func abbreviated(_ id: String) -> String {
        style.apply(.id, String(id.prefix(abbreviatedLength)))
    }

    private func row(_ commit: CommitReport) -> [String] {
        let mark = style.apply(commit.passes ? .pass : .fail, commit.passes ? "✓" : "✗")
        let verdict = style.apply(
            commit.passes ? .pass : .fail, Style.padded(commit.verdict, to: Self.shortVerdictWidth))
        let subject = VisibleText.line(commit.subject)
        var lines = ["\(mark) \(verdict) \(abbreviated(commit.id)) \(subject)"]
        let indent = String(repeating: " ", count: 4)
        lines += style.wrapped(VisibleText.line(byline(commit)), indent: 4).map { indent + style.apply(.faint, $0) }
        lines += style.wrapped(VisibleText.line(commit.reason), indent: 4).map { indent + $0 }
        if let fix = commit.fix.value { lines.append(indent + style.apply(.strong, "→ \(VisibleText.line(fix))")) }
        return lines
    }

    /// Wide enough for the verdicts met daily; the rare long ones stick out rather than push all others away.
    private static let shortVerdictWidth = 9

    private func byline(_ commit: CommitReport) -> String {
        var parts = [commit.author.email]
        parts.append(
            commit.author.level.value.map { commit.author.proven ? $0 : "\($0), not proven" } ?? "not in the policy")
        if !commit.markers.isEmpty {
            var tools: [String] = []
            for marker in commit.markers where !tools.contains(marker.tool) { tools.append(marker.tool) }
            parts.append(tools.joined(separator: ", "))
        }
        if report.command == "audit" { parts.append(String(commit.committedAt.prefix(10))) }
        return parts.joined(separator: " · ")
    }

    private func effective(_ change: PolicyChangeReport) -> [String] {
        [
            "policy changed at \(abbreviated(change.commit)) on \(change.committedAt.prefix(10)): \(VisibleText.line(change.reason))"
        ]
            + change.differences.map { "    \(VisibleText.line($0))" } + [""]
    }

    private var conclusion: String {
        let verdicts = Verdict.allCases.compactMap { verdict in
            report.summary.verdicts[verdict.rawValue].map { "\($0) \(verdict.rawValue)" }
        }
        let commits = report.summary.commits == 1 ? "1 commit" : "\(report.summary.commits) commits"
        let counts = "\(commits), \(report.summary.flagged) flagged: \(verdicts.joined(separator: ", "))"
        let passes = report.passes
        let word = style.apply(passes ? .pass : .fail, passes ? "PASS" : "FAIL")
        return report.summary.commits == 0 ? "\(word)  no commits to verify" : "\(word)  \(counts)"
    }
}

extension Finding.Kind {
    /// What findings of this kind are called in a terminal.
    fileprivate var heading: String {
        switch self {
        case .lateApproval: "Late approvals"
        case .waiver: "Waivers"
        case .refusedPolicyChange: "Changes of policy without effect"
        case .policyDiffers: "A policy that is not in force"
        case .unreadableLine: "Ledger lines that can't be read"
        case .invalidStatement: "Statements that nobody known signed"
        case .removedLines: "Lines taken out of the ledger"
        }
    }
}
