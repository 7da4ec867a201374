import FoundationEssentials
import Testing

@testable import CountersignReports

@Suite("Every format holds to its own rules, whatever people wrote")
struct FormatTests {
    private static let reports = [
        Sample.hostile, Sample.report([]),
        Sample.report([Sample.commit(1, "clean", at: "2026-01-01T00:00:00Z", needs: nil)]),
    ]

    @Test("JSON: the published schema describes every key, and no other stands there", arguments: reports.indices)
    func json(_ index: Int) async throws {
        let text = try JSONText.render(Self.reports[index])
        let outcome = try await Validator.run("validate-json", [Validator.reportSchema, "--closed"], on: text)
        #expect(outcome.accepts, "\(outcome.output)")
        let figures = try await Validator.run("check-figures", on: text)
        #expect(figures.accepts, "\(figures.output)")
    }

    @Test("JSON: the schema refuses what it does not describe")
    func schemaRefuses() async throws {
        let text = try JSONText.render(Sample.report([Sample.commit(1, "missing", at: "2026-01-01T00:00:00Z")]))
        let wrong = [
            text.replacing("\"missing\"", with: "\"perhaps\""), text.replacing("\"asOf\"", with: "\"when\""),
            text.replacing("2026-01-01T00:00:00Z", with: "yesterday"),
            text.replacing("\"figures\"", with: "\"numbers\""),
        ]
        for text in wrong {
            #expect(try await !Validator.run("validate-json", [Validator.reportSchema, "--closed"], on: text).accepts)
        }
    }

    @Test("JSON: the schema in the program is the one in the package")
    func schemaIsPublished() throws {
        let file = try Data(contentsOf: URL(filePath: Validator.reportSchema))
        #expect(Report.jsonSchema == String(decoding: file, as: UTF8.self))
    }

    @Test("JSON Lines: a commit a line, as the report has it")
    func jsonLines() async throws {
        let text = try JSONLinesReport(Sample.hostile).render()
        #expect(text.split(separator: "\n").count == Sample.hostile.commits.count)
        let outcome = try await Validator.run(
            "validate-json", [Validator.reportSchema, "--closed", "--lines", "commit"], on: text)
        #expect(outcome.accepts, "\(outcome.output)")
        #expect(try JSONLinesReport(Sample.report([])).render().isEmpty)
    }

    @Test("SARIF: the schema of OASIS accepts it", arguments: reports.indices)
    func sarif(_ index: Int) async throws {
        let text = try SARIFReport(Self.reports[index]).render()
        let outcome = try await Validator.run("validate-json", [Validator.sarifSchema], on: text)
        #expect(outcome.accepts, "\(outcome.output)")
        let wrong = text.replacing("\"level\" : \"error\"", with: "\"level\" : \"dreadful\"")
        if wrong != text {
            #expect(try await !Validator.run("validate-json", [Validator.sarifSchema], on: wrong).accepts)
        }
    }

    @Test("JUnit: the schema of Jenkins' plugin accepts it", arguments: reports.indices)
    func junit(_ index: Int) async throws {
        let text = JUnitReport(Self.reports[index]).render()
        let outcome = try await Validator.xmllint(Validator.junitSchema, on: text)
        #expect(outcome.accepts, "\(outcome.output)")
        let wrong = text.replacing("<testsuite ", with: "<testsweet ").replacing("</testsuite>", with: "</testsweet>")
        #expect(try await !Validator.xmllint(Validator.junitSchema, on: wrong).accepts)
    }

    @Test("GitHub: each line is one of our commands, and none of an author's")
    func github() {
        let lines = GitHubReport(Sample.hostile).render().split(whereSeparator: \.isNewline)
        // One for each of nine commits, one for all others, the remarks, and the figures.
        #expect(lines.count { $0.hasPrefix("::error title=") } == 10)
        #expect(lines.count { $0.hasPrefix("::notice title=") } == Sample.hostileTexts.count)
        #expect(lines.count { !$0.hasPrefix("::") } == 1)
        for line in lines where line.hasPrefix("::") {
            #expect(line.contains(/^::(error|notice) title=[^:,\r\n]*::[^\r\n]*$/), "\(line)")
            #expect(!line.contains(/%(?!25|0D|0A|3A|2C)/), "\(line)")
        }
    }

    @Test("CSV: a strict reader finds each value, and a spreadsheet no formula")
    func csv() async throws {
        let outcome = try await Validator.run("read-csv", on: CSVReport(Sample.hostile).render())
        #expect(outcome.accepts, "\(outcome.output)")
        let rows = try JSONDecoder().decode([[String]].self, from: Data(outcome.output.utf8))
        let names = try #require(rows.first)
        #expect(rows.count == Sample.hostile.commits.count + 1 && rows.allSatisfy { $0.count == names.count })
        let subject = try #require(names.firstIndex(of: "subject"))
        for (row, text) in zip(rows.dropFirst(), Sample.hostileTexts) {
            let visible = VisibleText.line(text)
            #expect([visible, "'" + visible].contains(row[subject]))
            #expect(!row.contains { $0.contains(/^\s*[=+\-@|%＝＋－＠]/) }, "\(row)")
        }
        #expect(rows.contains { $0[subject] == "'=cmd|' /C calc'!A1" })
        #expect(rows.contains { $0[subject] == "a,b;\"c\"" })
    }

    @Test("CSV: numbers and dates stay what they are")
    func csvValues() {
        #expect(CSVReport.field("2026-01-01T00:00:00Z") == "2026-01-01T00:00:00Z")
        // Where the semicolon separates, and a quotation mark in the midst of a cell means nothing.
        #expect(CSVReport.field("x;=cmd|' /C calc'!A1; @a") == "x;'=cmd|' /C calc'!A1;' @a")
        #expect(CSVReport.field("") == "" && CSVReport.field("a \"b\"") == "\"a \"\"b\"\"\"")
    }
}
