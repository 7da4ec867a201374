internal import Crypto
internal import FoundationEssentials

/// A report as one page that needs nothing else: no network, no other file, and no script to show all that it says.
///
/// Its own style and script are allowed by their digests, so nothing else that got in could run (Content-Security-Policy
/// Level 3, 8.3 "Usage of hash-source").
public struct HTMLReport {
    /// How large a page may grow, in bytes: beyond that, commits that pass give their reason only.
    static let budget = 2_900_000
    private let report: Report

    /// Takes the report.
    public init(_ report: Report) {
        self.report = report
    }

    /// The whole page.
    public func render() -> String {
        let style = HTML(resource: PackageResources.page_css)
        let plainStyle = HTML(resource: PackageResources.page_without_script_css)
        let script = HTML(resource: PackageResources.page_js)
        let allowed = [style, plainStyle].map(Self.digest).joined(separator: " ")
        let rules =
            "default-src 'none'; style-src \(allowed); script-src \(Self.digest(script)); base-uri 'none'; form-action 'none'"
        let top = HTMLSummary(report).sections + (report.figures.value.map { HTMLFigures($0, report).sections } ?? [])
        let above = top.joined()
        let rest = HTMLCommits(report.commits, room: Self.budget - above.text.utf8.count)
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(rules)">
            <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>countersign \(report.command) \(report.repository): \(report.result)</title>
            <style>\(style)</style><noscript><style>\(plainStyle)</style></noscript></head>
            <body><a class="skip" href="#commits">Skip to the commits</a>
            \(above)
            \(rest.section)
            </main>
            <footer>\(footer)</footer>
            <script>\(script)</script></body></html>

            """
        return page.text
    }

    private var footer: HTML {
        """
        Made by git-countersign \(report.tool.version) from its report \(report.schema). \
        <code>--format json</code> writes the same facts for programs.
        """
    }

    private static func digest(_ html: HTML) -> String {
        "'sha256-\(Data(SHA256.hash(data: Data(html.text.utf8))).base64EncodedString())'"
    }
}
