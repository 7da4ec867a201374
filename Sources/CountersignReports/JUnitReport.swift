/// A report as JUnit XML, as CI servers read it: each commit a test case, each that does not pass a failure.
///
/// Source: the schema `junit-10.xsd` of Jenkins' xUnit plugin.
public struct JUnitReport {
    private let report: Report

    /// Takes the report.
    public init(_ report: Report) {
        self.report = report
    }

    /// The whole document, with a line feed at its end.
    public func render() -> String {
        let failures = report.commits.filter { !$0.passes }.count
        let name = attribute("name", "countersign \(report.command)")
        let counts = "tests=\"\(report.commits.count)\" failures=\"\(failures)\" errors=\"0\""
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
        lines.append("<testsuites \(name) \(counts)>")
        lines.append("  <testsuite \(attribute("name", report.repository)) \(counts)>")
        lines += ["    <properties>"] + properties.map { "      \($0)" } + ["    </properties>"]
        lines += report.commits.map(testCase)
        if !report.remarks.isEmpty {
            lines.append("    <system-out>\(XMLText.escaped(report.remarks.joined(separator: "; ")))</system-out>")
        }
        lines += ["  </testsuite>", "</testsuites>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private var properties: [String] {
        let facts = [
            ("base", report.base.value), ("head", report.head.value), ("policy.serial", String(report.policy.serial)),
            ("trustRoot", report.policy.trustRoot.value), ("summary", ReportFigures(report).sentence),
        ]
        return facts.map { "<property \(attribute("name", $0)) \(attribute("value", $1 ?? "none"))/>" }
    }

    private func testCase(_ commit: CommitReport) -> String {
        let title = "\(commit.id.prefix(ReportFigures.abbreviation)) \(commit.subject)"
        let opening =
            "    <testcase \(attribute("name", title)) \(attribute("classname", "countersign.\(commit.author.email)"))"
        guard !commit.passes else { return opening + "/>" }
        let text = ([commit.reason] + (commit.fix.value.map { ["→ \($0)"] } ?? [])).joined(separator: "  ")
        return opening + ">\n      <failure \(attribute("type", commit.verdict)) "
            + "\(attribute("message", commit.reason))>\(XMLText.escaped(text))</failure>\n    </testcase>"
    }

    private func attribute(_ name: String, _ value: String) -> String {
        "\(name)=\"\(XMLText.escaped(value))\""
    }
}

/// Text in XML.
enum XMLText {
    /// Nothing in it is markup, and nothing is a character that XML 1.0 forbids.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.line(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
