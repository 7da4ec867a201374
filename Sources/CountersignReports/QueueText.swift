internal import CountersignObjects
internal import CountersignVerifier

/// What waits for somebody, as people read it in a terminal, and as scripts do.
public struct QueueText {
    private let report: QueueReport
    private let style: Style

    /// A queue, and how it is to look.
    public init(_ report: QueueReport, style: Style) {
        self.report = report
        self.style = style
    }

    /// The text for people, with a line feed at its end.
    public func render() -> String {
        guard let oldest = report.entries.first else { return "Nothing here waits for \(whom).\n" }
        let waiting = report.entries.count == 1 ? "1 commit waits" : "\(report.entries.count) commits wait"
        let age = Age.text(from: oldest.since, to: report.now)
        let heading = style.apply(.strong, "\(waiting) for \(whom)") + ", the oldest for \(age)"
        return ([heading, ""] + report.entries.flatMap(row)).joined(separator: "\n") + "\n"
    }

    private var whom: String { report.reviewer.map(VisibleText.line) ?? "anybody" }

    private func row(_ entry: QueueReport.Entry) -> [String] {
        let parts = [
            entry.author + (entry.level.map { " (\($0))" } ?? ""), Age.text(from: entry.since, to: report.now),
            Self.size(entry), entry.branch,
        ]
        let byline = parts.compactMap { $0 }.joined(separator: " · ")
        return ["\(style.apply(.id, entry.id.abbreviated)) \(VisibleText.line(entry.subject))"]
            + style.wrapped(VisibleText.line(byline), indent: 4).map { "    " + style.apply(.faint, $0) }
            + style.wrapped(VisibleText.line("\(entry.cause): \(entry.reason)"), indent: 4).map { "    \($0)" }
    }

    private static func size(_ entry: QueueReport.Entry) -> String {
        let files = entry.files.all == 1 ? "1 file" : "\(entry.files.all) files"
        let binary = entry.files.binary > 0 ? " (\(entry.files.binary) binary)" : ""
        return "+\(entry.lines.added) -\(entry.lines.removed) in \(files)\(binary)"
    }

    /// A line for each commit, fields parted by tabs, in an order that never changes: id, verdict, since when (RFC 3339),
    /// lines added, lines removed, files, author, why it is flagged, subject.
    ///
    /// - Parameter end: what ends a line: a line feed, or a NUL.
    public func porcelain(end: String) -> String {
        report.entries.map { entry in
            let fields = [
                entry.id.hex, entry.verdict.rawValue, entry.since.rfc3339, "\(entry.lines.added)",
                "\(entry.lines.removed)", "\(entry.files.all)", entry.author, entry.cause, entry.subject,
            ]
            return fields.map(VisibleText.line).joined(separator: "\t") + end
        }.joined()
    }
}
