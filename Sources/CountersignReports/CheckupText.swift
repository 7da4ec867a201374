/// A checkup as people read it in a terminal.
public struct CheckupText {
    private let report: CheckupReport
    private let style: Style
    private let showsAll: Bool

    /// A checkup, how it is to look, and whether to show what is well too.
    public init(_ report: CheckupReport, style: Style, showsAll: Bool = true) {
        self.report = report
        self.style = style
        self.showsAll = showsAll
    }

    /// The whole text, with a line feed at its end; empty where there is nothing to show.
    public func render() -> String {
        let shown = report.findings.filter { showsAll || $0.state != .well }
        let lines = shown.flatMap(lines) + (showsAll ? ["", conclusion] : [])
        return lines.map { "\($0)\n" }.joined()
    }

    private var width: Int { report.findings.map(\.area.count).max() ?? 0 }

    private func lines(_ finding: CheckupReport.Finding) -> [String] {
        // A mark, a blank, the area, two blanks.
        let indent = width + 4
        let blank = String(repeating: " ", count: indent)
        let texts = style.wrapped(VisibleText.line(finding.text), indent: indent)
        let fixes = finding.fix.value.map { style.wrapped("→ \(VisibleText.line($0))", indent: indent) } ?? []
        let first = "\(mark(finding.state)) \(Style.padded(finding.area, to: width))  \(texts.first ?? "")"
        return [first] + texts.dropFirst().map { blank + $0 } + fixes.map { blank + style.apply(.strong, $0) }
    }

    private func mark(_ state: CheckupReport.State) -> String {
        switch state {
        case .well: style.apply(.pass, "✓")
        case .note: style.apply(.faint, "·")
        case .mend: style.apply(.fail, "✗")
        case .unknown: style.apply(.id, "?")
        }
    }

    private var conclusion: String {
        let (mend, unknown) = (report.count(.mend), report.count(.unknown))
        if mend > 0 { return style.apply(.fail, "\(mend) to mend") }
        if unknown > 0 { return style.apply(.id, "\(unknown) could not be found out") }
        return style.apply(.pass, "All is well")
    }
}
