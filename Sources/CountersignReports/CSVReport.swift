/// The commits of a report as comma-separated values, a line each below a line of names.
///
/// Source: RFC 4180. A value that a spreadsheet would take for a formula gets an apostrophe in front: opening the file
/// must not run what a commit's author wrote (OWASP, "CSV Injection").
public struct CSVReport {
    private let report: Report

    /// Takes the report.
    public init(_ report: Report) {
        self.report = report
    }

    private static let columns: [(name: String, value: @Sendable (CommitReport) -> String)] = [
        ("id", { $0.id }), ("verdict", { $0.verdict }), ("passes", { $0.passes ? "true" : "false" }),
        ("committedAt", { $0.committedAt }), ("landedAt", { $0.landedAt.value ?? "" }),
        ("authorName", { $0.author.name }), ("authorEmail", { $0.author.email }),
        ("authorPerson", { $0.author.person.value ?? "" }), ("authorLevel", { $0.author.level.value ?? "" }),
        ("authorProven", { $0.author.proven ? "true" : "false" }), ("state", { $0.state }),
        ("flagged", { $0.flagged ? "true" : "false" }), ("tools", { $0.tools.joined(separator: "; ") }),
        ("needsCount", { $0.needs.value.map { String($0.count) } ?? "" }),
        ("needsLevel", { $0.needs.value?.level ?? "" }),
        ("approvers", { $0.approvers.joined(separator: "; ") }),
        ("secondsToApproval", { $0.secondsToApproval.map { String($0) } ?? "" }),
        ("changedLines", { $0.changedLines.value.map { String($0) } ?? "" }),
        ("subject", { $0.subject }), ("reason", { $0.reason }), ("fix", { $0.fix.value ?? "" }),
    ]

    /// The whole text; lines end with CR LF.
    public func render() -> String {
        let head = Self.columns.map { Self.field($0.name) }.joined(separator: ",")
        let lines = report.commits.map { commit in
            Self.columns.map { Self.field($0.value(commit)) }.joined(separator: ",")
        }
        return ([head] + lines).map { $0 + "\r\n" }.joined()
    }

    /// One value, quoted where it has to be.
    static func field(_ text: String) -> String {
        let safe = withoutFormulas(VisibleText.line(text))
        guard safe.utf8.contains(where: { "\",".utf8.contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    /// The text with an apostrophe before whatever could begin a formula: at its start, and behind what separates cells
    /// where the comma does not.
    private static func withoutFormulas(_ text: String) -> String {
        text.split(separator: ";", omittingEmptySubsequences: false)
            .map { startsFormula(String($0)) ? "'\($0)" : String($0) }
            .joined(separator: ";")
    }

    /// Blanks in front are passed over, as some spreadsheets do; the wide forms are read like the plain ones.
    private static func startsFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else { return false }
        return "=+-@|%＝＋－＠".unicodeScalars.contains(first)
    }
}

extension CommitReport {
    /// The tools that its markers name, each once.
    fileprivate var tools: [String] {
        markers.map(\.tool).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The people whose approvals count.
    fileprivate var approvers: [String] {
        Set(approvals.filter { $0.status == "counted" && $0.decision.value == "approve" }.compactMap(\.reviewer.value))
            .sorted()
    }
}
