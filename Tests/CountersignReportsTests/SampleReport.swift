import CountersignObjects
import FoundationEssentials
import TestRepositories

@testable import CountersignReports

/// Reports made by hand, so that every figure can be counted on one's fingers.
enum Sample {
    /// The time that everything is judged as of: 2026-06-30T00:00:00Z.
    static let now = time("2026-06-30T00:00:00Z")

    static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(seconds: 0) }

    /// A full id that ends with this number.
    static func id(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "a", count: 40 - digits.count) + digits
    }

    static func statement(_ number: Int) -> String {
        let digits = String(number)
        return "sha256:" + String(repeating: "0", count: 64 - digits.count) + digits
    }

    static func commit(
        _ number: Int, _ verdict: String, at committed: String, landed: String? = nil, by author: String = "june",
        name: String? = nil, person: Bool = true, subject: String = "Change", reason: String = "because",
        evidence: String = "Co-Authored-By: Claude <noreply@anthropic.com>", needs count: Int? = 1, lines: Int? = nil,
        _ approvals: [CommitReport.ApprovalReport] = []
    ) -> CommitReport {
        let passes = ["approved", "carried", "waived", "exempt", "clean", "pending"].contains(verdict)
        let email = author.contains("@") ? author : "\(author)@example.com"
        return CommitReport(
            id: id(number), verdict: verdict, passes: passes, reason: reason,
            fix: Nullable(passes ? nil : "git countersign approve \(id(number).prefix(12))"), subject: subject,
            committedAt: committed, landedAt: Nullable(landed),
            author: .init(
                name: name ?? author, email: email, person: Nullable(person ? email : nil),
                level: Nullable(person ? "junior" : nil), proven: false, proof: "no signature"),
            state: "ai", flagged: true, flaggedBy: [], merge: Nullable(nil),
            markers: [.init(tool: "claude", kind: "trailer", evidence: evidence, rule: "co-author-email")],
            warnings: [], needs: Nullable(count.map { .init(count: $0, level: "senior", rules: []) }),
            changedLines: Nullable(lines), approvals: approvals)
    }

    static func approval(
        _ number: Int, by reviewer: String, at signed: String, decision: String = "approve",
        refused reason: String? = nil,
        carriedFrom origin: Int? = nil, expires: String? = nil, comment: String? = nil, detail: String = "a detail"
    ) -> CommitReport.ApprovalReport {
        CommitReport.ApprovalReport(
            reviewer: Nullable(reviewer.contains("@") ? reviewer : "\(reviewer)@example.com"),
            decision: Nullable(decision), status: reason == nil ? "counted" : "refused", reason: Nullable(reason),
            detail: Nullable(reason.map { _ in detail }), signedAt: Nullable(signed), enteredAt: Nullable(signed),
            key: Nullable("SHA256:alice"), carriedFrom: Nullable(origin.map(id)), expires: Nullable(expires),
            comment: Nullable(comment), statement: Nullable(statement(number)))
    }

    static func change(_ number: Int, at committed: String, effective: Bool) -> PolicyChangeReport {
        PolicyChangeReport(
            commit: id(number), committedAt: committed, from: Nullable(id(90)), to: Nullable(id(91)),
            effective: effective, reason: "june@example.com did it", differences: ["june@example.com: junior → senior"],
            approvals: [])
    }

    static func late(_ number: Int, at time: String) -> Report.FindingReport {
        Report.FindingReport(
            kind: "late-approval", commit: Nullable(id(number)), time: Nullable(time),
            text: "late, says alice@example.com")
    }

    static func report(
        _ commits: [CommitReport], changes: [PolicyChangeReport] = [], findings: [Report.FindingReport] = [],
        remarks: [String] = [], directory: String? = nil
    ) -> Report {
        let verdicts = Dictionary(commits.map { ($0.verdict, 1) }, uniquingKeysWith: +)
        return Report(
            schema: Report.schemaName, command: "audit", tool: .init(version: "0", markers: "2026.11"),
            repository: "example/shop", base: Nullable(nil), head: Nullable(id(99)), tips: [id(99)], asOf: now.rfc3339,
            policy: .init(
                tree: Nullable(directory == nil ? id(91) : nil), serial: 7, trustRoot: Nullable(nil),
                directory: Nullable(directory)),
            result: commits.allSatisfy(\.passes) ? "pass" : "fail",
            summary: .init(commits: commits.count, flagged: commits.count, verdicts: verdicts), commits: commits,
            policyChanges: changes,
            ledger: .init(ref: "refs/notes/countersign", tip: Nullable(id(98)), statements: 9, unreadable: []),
            remarks: remarks, findings: findings,
            figures: Nullable(Figures(commits: commits, policyChanges: changes, findings: findings, asOf: now)))
    }

    static let hostileTexts = [
        "</details></table><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "]]></system-out><x>", "<!-- &lt;b&gt; &amp; &#60;", "=cmd|' /C calc'!A1", "%0A::error::forged",
        "\u{202e}gnp.exe",
        "::set-output name=x::y", "\u{1b}[31mred", "a\r\n::stop-commands::x", "</style></pre></title>",
        "-1+1", "@SUM(1)", "\t=1+1", "\u{ff1d}1", "x\u{0}y", "ends\\", "a,b;\"c\"",
    ]

    /// A report in which every text of others is one that means something to some format.
    static var hostile: Report {
        let texts = hostileTexts
        let commits = texts.enumerated().map { number, text in
            commit(
                number + 1, number.isMultiple(of: 3) ? "approved" : "missing",
                at: "2026-05-0\(number % 9 + 1)T10:00:00Z",
                by: "\(text)@example.com", name: text, person: false, subject: text, reason: text, evidence: text,
                [
                    approval(
                        number, by: text + "@example.net", at: "2026-05-20T10:00:00Z", comment: text),
                    approval(
                        100 + number, by: text + "@example.net", at: "2026-05-20T10:00:00Z", decision: "waive",
                        expires: "2026-05-21T10:00:00Z", comment: text),
                    approval(
                        200 + number, by: text + "@example.org", at: "2026-05-20T10:00:00Z", refused: "below-level",
                        comment: text, detail: text),
                ])
        }
        let findings = texts.map {
            Report.FindingReport(kind: "invalid-statement", commit: Nullable(nil), time: Nullable(nil), text: $0)
        }
        return report(
            commits, changes: [change(50, at: "2026-05-05T10:00:00Z", effective: false)], findings: findings,
            remarks: texts, directory: texts[1])
    }
}
