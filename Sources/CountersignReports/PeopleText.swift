/// The roster as people read it in a terminal.
public struct PeopleText {
    private let report: PeopleReport
    private let style: Style

    /// A roster, and how it is to look.
    public init(_ report: PeopleReport, style: Style) {
        self.report = report
        self.style = style
    }

    /// The whole text, with a line feed at its end.
    public func render() -> String {
        let root = report.trustRoot.value.map { "trust root \(style.apply(.id, String($0.prefix(12))))" }
        let title = style.apply(.strong, "people of \(VisibleText.line(report.repository))")
        let heading = "\(title)  policy serial \(report.serial), \(root ?? "no trust root pinned")"
        let authorities = report.authorities.map {
            "authority \(style.apply(.id, $0.key)) for \(VisibleText.line($0.principals.joined(separator: ", ")))"
        }
        let lines =
            [heading] + report.people.flatMap { [""] + row($0) } + (authorities.isEmpty ? [] : [""] + authorities)
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ person: PeopleReport.Entry) -> [String] {
        let mark = person.trusted ? style.apply(.pass, "✓") : " "
        let levels = report.people.map(\.level.count).max() ?? 0
        let level = style.apply(person.trusted ? .pass : .faint, Style.padded(person.level, to: levels))
        let since = person.levelSince.value.map { style.apply(.faint, "  since \($0.prefix(10))") } ?? ""
        let name = person.name == person.email ? "" : "\(person.name) "
        var lines = ["\(mark) \(level)  \(VisibleText.line("\(name)<\(person.email)>"))\(since)"]
        if !person.otherEmails.isEmpty {
            let others = "also \(person.otherEmails.joined(separator: ", "))"
            lines += style.wrapped(VisibleText.line(others), indent: Self.indent)
                .map { Self.blank + style.apply(.faint, $0) }
        }
        if person.keys.isEmpty { lines.append(Self.blank + style.apply(.faint, "no key")) }
        return lines + person.keys.flatMap(keyLines)
    }

    private func keyLines(_ key: PeopleReport.Key) -> [String] {
        let since = key.since.value.map { ["since \($0.prefix(10))"] } ?? []
        let facts = ([key.type] + since + key.limits).joined(separator: ", ")
        let name = Self.blank + style.apply(.id, VisibleText.line(key.key))
        let lines = style.wrapped(VisibleText.line(facts), indent: Self.indent + 2)
            .map { Self.blank + "  " + style.apply(.faint, $0) }
        guard let reason = key.reason.value else { return [name] + lines }
        return [name] + lines
            + style.wrapped("does not count: \(VisibleText.line(reason))", indent: Self.indent + 2)
            .map { Self.blank + "  " + style.apply(.fail, $0) }
    }

    private static let indent = 4
    private static let blank = String(repeating: " ", count: indent)
}
