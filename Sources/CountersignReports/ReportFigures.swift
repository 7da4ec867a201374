internal import CountersignVerifier

/// A report's figures in one sentence.
struct ReportFigures {
    /// How many digits of an id people are shown.
    static let abbreviation = 12
    let report: Report

    init(_ report: Report) {
        self.report = report
    }

    var sentence: String {
        let word = report.passes ? "PASS" : "FAIL"
        guard report.summary.commits > 0 else { return "\(word)  no commits to verify" }
        let verdicts = Verdict.allCases.compactMap { verdict in
            report.summary.verdicts[verdict.rawValue].map { "\($0) \(verdict.rawValue)" }
        }
        let commits = report.summary.commits == 1 ? "1 commit" : "\(report.summary.commits) commits"
        return "\(word)  \(commits), \(report.summary.flagged) flagged: \(verdicts.joined(separator: ", "))"
    }
}
