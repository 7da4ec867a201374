/// The commits of a report as JSON, one on a line: for `jq`, `grep` and stores of log lines.
///
/// Each line is what stands in the report under `commits`, with its keys sorted.
public struct JSONLinesReport {
    private let report: Report

    /// Takes the report.
    public init(_ report: Report) {
        self.report = report
    }

    /// The whole text, a line feed at the end of each line.
    ///
    /// - Throws: what encoding throws.
    public func render() throws -> String {
        try report.commits.map { try JSONText.line($0) }.joined()
    }
}
