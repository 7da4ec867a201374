import CountersignReports
import FoundationEssentials

/// The summary that GitHub Actions shows for a step.
enum StepSummary {
    /// Adds a report to it, where there is one.
    static func append(_ report: Report) throws(Failure) {
        guard let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
        try Terminal.append(MarkdownSummary(report).render(), toFile: path)
    }
}
