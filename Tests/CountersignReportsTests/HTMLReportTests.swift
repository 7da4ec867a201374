import Crypto
import FoundationEssentials
import Testing

@testable import CountersignReports

@Suite("The report as a page")
struct HTMLReportTests {
    /// A page as Python's parser reads it.
    private struct Page: Decodable {
        let tags: [String]
        let rows: Int
        let attributes: [String]
        let links: [String]
        let ids: [String]
        let repeatedIds: [String]
        let text: String
        let scripts: [String]
        let styles: [String]
        let policy: String
    }

    private static func read(_ report: Report) async throws -> Page {
        let outcome = try await Validator.run("read-page", on: HTMLReport(report).render())
        return try JSONDecoder().decode(Page.self, from: Data(outcome.output.utf8))
    }

    /// A report of nothing but plain text, with every section in it.
    private static var harmless: Report {
        Sample.report(
            [
                Sample.commit(
                    1, "approved", at: "2026-05-01T10:00:00Z", landed: "2026-05-02T10:00:00Z",
                    [
                        Sample.approval(1, by: "alice", at: "2026-05-03T10:00:00Z", comment: "fine"),
                        Sample.approval(
                            2, by: "carol", at: "2026-05-01T10:00:00Z", decision: "waive",
                            expires: "2026-05-02T10:00:00Z", comment: "outage"),
                    ]),
                Sample.commit(
                    2, "missing", at: "2026-06-01T10:00:00Z",
                    [Sample.approval(3, by: "mike", at: "2026-06-02T10:00:00Z", refused: "below-level")]),
                Sample.commit(3, "missing", at: "2026-06-03T10:00:00Z"),
                Sample.commit(4, "missing", at: "2026-06-04T10:00:00Z"),
            ], changes: [Sample.change(50, at: "2026-05-05T10:00:00Z", effective: true)],
            findings: [Sample.late(1, at: "2026-05-03T10:00:00Z")], remarks: ["a remark"])
    }

    @Test("what people wrote is text, never markup: no tag, attribute or link that plain names do not give")
    func hostile() async throws {
        let plain = try await Self.read(Self.harmless)
        let page = try await Self.read(Sample.hostile)
        #expect(Set(page.tags).subtracting(plain.tags).isEmpty, "\(page.tags)")
        #expect(Set(page.attributes).subtracting(plain.attributes).isEmpty, "\(page.attributes)")
        #expect(page.links.allSatisfy { $0.hasPrefix("#") })
        #expect(page.scripts == plain.scripts && page.styles == plain.styles)
        for text in Sample.hostileTexts {
            #expect(page.text.contains(VisibleText.line(text)), "\(text)")
        }
    }

    @Test("only its own style and script may run, by their digests, and nothing may be fetched")
    func policy() async throws {
        let page = try await Self.read(Self.harmless)
        func digest(_ text: String) -> String {
            "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
        }
        #expect(page.scripts.count == 1 && page.styles.count == 2)
        let styles = page.styles.map(digest).joined(separator: " ")
        #expect(
            page.policy
                == "default-src 'none'; style-src \(styles); script-src \(digest(page.scripts[0])); "
                + "base-uri 'none'; form-action 'none'")
        #expect(!page.attributes.contains { $0.hasPrefix("on") || $0 == "style" || $0 == "src" })
        #expect(page.scripts[0].utf8.count < 4096)
    }

    @Test("all is there without script: each commit with its steps, and each link leads somewhere")
    func everything() async throws {
        let report = Self.harmless
        let page = try await Self.read(report)
        #expect(page.repeatedIds.isEmpty)
        #expect(page.links.allSatisfy { page.ids.contains(String($0.dropFirst())) }, "\(page.links)")
        for commit in report.commits { #expect(page.text.contains(commit.id.prefix(12))) }
        for text in ["fine", "outage", "below-level", "june@example.com: junior → senior", "a remark", "2 days"] {
            #expect(page.text.contains(text), "\(text)")
        }
        // Three commits have the same steps but for their ids; two of them nothing else.
        #expect(page.text.contains("Explanations that several commits share (1)"))
        #expect(
            page.text.contains(
                "git countersign audit \\\n    \(Sample.id(99)) \\\n    --ledger-at-least \(Sample.id(98))"))
    }

    @Test(
        "where there is too much to explain, what fails is explained all the same, and the page says what is left out")
    func budget() {
        let commits = (1...40).map { number in
            Sample.commit(
                number, number.isMultiple(of: 2) ? "approved" : "missing", at: "2026-01-01T00:00:00Z",
                subject: "Change \(number)", reason: "reason \(number)",
                [Sample.approval(number, by: "alice", at: "2026-01-02T00:00:00Z", comment: "comment \(number)")])
        }
        let tight = HTMLCommits(commits, room: 8000).section.text
        for commit in commits {
            #expect(tight.contains(commit.reason) && tight.contains(commit.subject))
            if !commit.passes { #expect(tight.contains("comment \(commit.subject.dropFirst(7))”")) }
        }
        #expect(!tight.contains("comment 40”"))
        #expect(tight.contains("20 commits that pass give their reason only"))
        let wide = HTMLCommits(commits, room: 1_000_000).section.text
        #expect(commits.allSatisfy { wide.contains("comment \($0.subject.dropFirst(7))”") })
        #expect(!wide.contains("reason only"))
    }

    @Test("ten thousand flagged commits, each with steps of its own, fit in 3 MB, and none is missing")
    func size() {
        let subject = "Keep the cart when the session of a guest ends early"
        let commits = (1...10_000).map { number in
            Sample.commit(
                number, number.isMultiple(of: 10) ? "missing" : "approved", at: "2026-01-01T00:00:00Z",
                subject: subject,
                [Sample.approval(number, by: "alice", at: "2026-01-02T00:00:00Z", comment: "read all of \(number)")])
        }
        let page = HTMLReport(Sample.report(commits)).render()
        #expect(page.utf8.count < 3_000_000, "\(page.utf8.count)")
        #expect(page.split(separator: "<tr><td class=p>approved").count == 9001)
        #expect(page.split(separator: "<tr><td class=f>missing").count == 1001)
    }
}
