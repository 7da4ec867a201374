/// A report as the summary of a step in GitHub Actions: a table of the commits that do not pass.
///
/// Text of others can hold no markup: whatever is not a letter, digit or blank becomes a character reference.
public struct MarkdownSummary {
    /// A summary may have 1 MiB; so many rows stay well below it.
    private static let shown = 200
    /// Longer text is cut.
    private static let longest = 300
    private let report: Report

    /// Takes the report.
    public init(_ report: Report) {
        self.report = report
    }

    /// The whole text, with a line feed at its end.
    public func render() -> String {
        var lines = ["### countersign \(report.command)", "", Self.plain(ReportFigures(report).sentence), ""]
        let failing = report.commits.filter { !$0.passes }
        if !failing.isEmpty {
            lines += ["| verdict | commit | author | reason | next |", "| --- | --- | --- | --- | --- |"]
            lines += failing.prefix(Self.shown).map(row)
            if failing.count > Self.shown { lines += ["", "and \(failing.count - Self.shown) more"] }
            lines.append("")
        }
        lines += report.remarks.map { "- \(Self.plain($0))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ commit: CommitReport) -> String {
        let cells = [
            commit.verdict, "\(commit.id.prefix(ReportFigures.abbreviation)) \(commit.subject)", commit.author.email,
            commit.reason, commit.fix.value ?? "",
        ]
        return "| " + cells.map(Self.plain).joined(separator: " | ") + " |"
    }

    static func plain(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.line(String(text.prefix(longest))).unicodeScalars {
            if isMarkup(scalar) { result += "&#\(scalar.value);" } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar != " " && !scalar.properties.isAlphabetic && scalar.properties.numericType == nil
    }
}
