import FoundationEssentials
import Testing

@testable import CountersignReports

@Suite("Reports under pseudonyms")
struct PseudonymTests {
    private static func key(_ byte: UInt8) throws -> PseudonymKey {
        try #require(PseudonymKey(bytes: Array(repeating: byte, count: 32)))
    }

    /// Names, addresses and words in every place that can hold some.
    private static var report: Report {
        Sample.report(
            [
                Sample.commit(
                    1, "approved", at: "2026-05-01T10:00:00Z", landed: "2026-05-02T10:00:00Z", by: "june",
                    name: "June Secret",
                    subject: "Merge branch 'june-secret/x'", reason: "approved by alice@example.com",
                    evidence: "Co-Authored-By: June Secret <june@example.com>",
                    [
                        Sample.approval(1, by: "alice", at: "2026-05-01T11:00:00Z", comment: "thanks, June Secret"),
                        Sample.approval(
                            2, by: "june", at: "2026-05-01T11:00:00Z", refused: "self-approval",
                            detail: "june@example.com is the author"),
                        Sample.approval(
                            3, by: "alice", at: "2026-05-01T11:00:00Z", decision: "waive",
                            expires: "2026-05-03T11:00:00Z", comment: "secret outage"),
                        Sample.approval(4, by: "alice", at: "2026-05-01T11:00:00Z", decision: "secret word"),
                    ]),
                Sample.commit(2, "missing", at: "2026-05-02T10:00:00Z", by: "JUNE@example.com", person: false),
            ], changes: [Sample.change(50, at: "2026-05-05T10:00:00Z", effective: true)],
            findings: [Sample.late(1, at: "2026-05-03T10:00:00Z")],
            remarks: ["judged by the policy in /home/secret/policy: one roster"], directory: "/home/secret/policy")
    }

    private static func everyFormat(_ report: Report) throws -> [String] {
        [
            try JSONText.render(report), try JSONLinesReport(report).render(), CSVReport(report).render(),
            HTMLReport(report).render(), try SARIFReport(report).render(), JUnitReport(report).render(),
            GitHubReport(report).render(), MarkdownSummary(report).render(),
            TextReport(report, style: Style(isColored: false)).render(),
        ]
    }

    @Test("no format holds a name, an address, a key or a word of anybody's")
    func nothingLeft() throws {
        let before = try Self.everyFormat(Self.report)
        #expect(before.contains { $0.lowercased().contains("secret") })
        for text in try Self.everyFormat(Self.report.pseudonymized(with: try Self.key(1))) {
            let lower = text.lowercased()
            for word in ["secret", "june", "alice", "@example.com", "sha256:alice", Sample.statement(1)] {
                #expect(!lower.contains(word), "\(word) in \(text.prefix(2000))")
            }
            #expect(text.contains("people are under pseudonyms") || !text.contains("roster"))
        }
    }

    @Test("one person has one pseudonym, by any spelling of the address, and the verdicts and figures stay")
    func stable() async throws {
        let report = Self.report.pseudonymized(with: try Self.key(1))
        let again = Self.report.pseudonymized(with: try Self.key(1))
        #expect(report.commits[0].author.name == report.commits[1].author.name)
        #expect(report.commits[0].author.name.contains(/^Person \d{6}$/))
        #expect(report.commits[0].approvals[1].reviewer.value == report.commits[0].author.person.value)
        #expect(report.commits[0].approvals[0].reviewer.value != report.commits[0].author.name)
        #expect(try JSONText.render(report) == JSONText.render(again))
        #expect(report.commits.map(\.verdict) == Self.report.commits.map(\.verdict))
        #expect(report.figures.value?.months == Self.report.figures.value?.months)
        #expect(report.figures.value?.timeToApproval == Self.report.figures.value?.timeToApproval)
        let text = try JSONText.render(report)
        let schema = try await Validator.run("validate-json", [Validator.reportSchema, "--closed"], on: text)
        #expect(schema.accepts, "\(schema.output)")
        let figures = try await Validator.run("check-figures", on: text)
        #expect(figures.accepts, "\(figures.output)")
    }

    @Test("another key gives other pseudonyms, and a key is 32 bytes")
    func keyed() throws {
        let (one, other) = (try Self.key(1), try Self.key(2))
        #expect(
            Self.report.pseudonymized(with: one).commits[0].author.name
                != Self.report.pseudonymized(with: other).commits[0].author.name)
        #expect(PseudonymKey(bytes: [1, 2, 3]) == nil)
    }

    @Test("many people have different pseudonyms, and a newcomer changes nobody's")
    func newcomer() throws {
        let addresses = (1...3000).map { "person-\($0)@example.com" }
        let key = try Self.key(3)
        let names = Pseudonyms(of: addresses, key: key)
        #expect(Set(addresses.map(names.person)).count == addresses.count)
        let more = Pseudonyms(of: addresses + ["newcomer@example.com"], key: key)
        #expect(addresses.allSatisfy { names.person($0) == more.person($0) })
    }
}
