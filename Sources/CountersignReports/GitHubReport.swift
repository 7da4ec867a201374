/// A report as workflow commands of GitHub Actions: an annotation for each commit that does not pass.
///
/// Source: docs.github.com, "Workflow commands for GitHub Actions". Ten errors are shown for a step, so the last one
/// stands for all that are left.
public struct GitHubReport {
    private static let shown = 10
    private let report: Report

    /// Takes the report.
    public init(_ report: Report) {
        self.report = report
    }

    /// The whole text, with a line feed at its end.
    public func render() -> String {
        let failing = report.commits.filter { !$0.passes }
        let fits = failing.count <= Self.shown
        var lines = failing.prefix(fits ? Self.shown : Self.shown - 1).map(annotation)
        if !fits {
            let rest = failing.count - Self.shown + 1
            lines.append(Self.command("error", title: "countersign", "\(rest) more commits do not pass"))
        }
        lines += report.remarks.map { Self.command("notice", title: "countersign", VisibleText.line($0)) }
        lines.append("countersign \(report.command): " + ReportFigures(report).sentence)
        return lines.joined(separator: "\n") + "\n"
    }

    private func annotation(_ commit: CommitReport) -> String {
        let title = "\(commit.verdict) \(commit.id.prefix(ReportFigures.abbreviation))"
        var text = [commit.subject, "\(commit.author.email): \(commit.reason)"]
        if let fix = commit.fix.value { text.append("→ \(fix)") }
        return Self.command("error", title: title, text.map(VisibleText.line).joined(separator: "\n"))
    }

    /// One command; nothing in the text can end it or begin another.
    static func command(_ name: String, title: String, _ text: String) -> String {
        let property = data(title).replacing(":", with: "%3A").replacing(",", with: "%2C")
        return "::\(name) title=\(property)::\(data(text))"
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }
}
