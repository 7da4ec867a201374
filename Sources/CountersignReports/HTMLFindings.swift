internal import CountersignVerifier

/// What an audit found besides verdicts and figures, each kind under its own heading.
struct HTMLFindings {
    private let findings: [Report.FindingReport]
    private static let shown = 200

    init(_ findings: [Report.FindingReport]) {
        self.findings = findings
    }

    /// Waivers and changes of policy have sections of their own, and a policy that differs is among the notes.
    private static let kinds: [(Finding.Kind, HTML)] = [
        (.lateApproval, "Late approvals"), (.unreadableLine, "Ledger lines that can't be read"),
        (.invalidStatement, "Statements that nobody known signed"), (.removedLines, "Lines taken out of the ledger"),
    ]

    var sections: [HTML] {
        Self.kinds.compactMap { kind, heading in
            let found = findings.filter { $0.kind == kind.rawValue }
            return found.isEmpty ? nil : section(heading, found)
        }
    }

    private func section(_ heading: HTML, _ found: [Report.FindingReport]) -> HTML {
        let rows: [HTML] = found.prefix(Self.shown).map {
            """
            <tr><td>\($0.time.value.map { String($0.prefix(10)) } ?? "–")<td><code>\
            \($0.commit.value.map { String($0.prefix(ReportFigures.abbreviation)) } ?? "–")</code><td>\($0.text)
            """
        }
        let more = found.count - rows.count
        let cut: HTML = more > 0 ? "<p>\(count: more) more; the JSON report has all.</p>" : ""
        return """
            <section><h2>\(heading)</h2><table><thead><tr><th>Day<th>Commit<th>What</thead><tbody>\(rows.joined())</table>\
            \(cut)</section>

            """
    }
}
