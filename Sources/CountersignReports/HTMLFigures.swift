/// The figures of an audit, as charts with the numbers beside them.
struct HTMLFigures {
    let figures: Figures
    let report: Report
    /// So many people or lines are shown; a page says what it leaves out.
    static let shown = 50

    init(_ figures: Figures, _ report: Report) {
        (self.figures, self.report) = (figures, report)
    }

    var sections: [HTML] {
        [coverage, times, ages, approvers, waivers, refusals, policyChanges] + HTMLFindings(report.findings).sections
    }

    // MARK: Coverage

    private var coverage: HTML {
        let needing = figures.months.reduce(0) { $0 + $1.needing }
        guard needing > 0 else { return "" }
        let covered = figures.months.reduce(0) { $0 + $1.covered }
        let chart = MonthChart(figures.months)
        let head: HTML =
            "<tr><th>Month<th class=n>Flagged<th class=n>Had to have an approval<th class=n>Have it<th class=n>Late"
        let rows: [HTML] = figures.months.map {
            """
            <tr><td>\($0.month)<td class=n>\(count: $0.flagged)<td class=n>\(count: $0.needing)<td class=n>\
            \(count: $0.covered)<td class=n>\(count: $0.late)
            """
        }
        return """
            <section><h2>Coverage over time</h2><p class="lead">Of \(count: needing) commits that had to have an approval, \
            \(count: covered) have it: \(Percent.text(covered, of: needing)). By the month in which they landed, all \
            times in UTC.</p>
            <figure>\(chart.svg)\(chart.key)</figure>\(Self.numbers("Coverage in numbers", head, rows))</section>

            """
    }

    static func numbers(_ label: HTML, _ head: HTML, _ rows: [HTML]) -> HTML {
        """
        <details class="numbers"><summary>The numbers</summary><div class="wide" tabindex="0" role="region" \
        aria-label="\(label)"><table><thead>\(head)</thead><tbody>\(rows.joined())</table></div>\
        </details>
        """
    }

    // MARK: Time to approval

    private var times: HTML {
        let spread = figures.timeToApproval
        guard let median = spread.median.value, let p90 = spread.p90.value, let p99 = spread.p99.value else {
            return ""
        }
        let medians = figures.months.map { ($0.month, $0.medianSecondsToApproval.value) }
        let head: HTML = "<tr><th>Month<th class=n>Median"
        let rows: [HTML] = medians.map { "<tr><td>\($0)<td class=n>\($1.map(Duration.text) ?? "–")" }
        return """
            <section><h2>Time to approval</h2><p class="lead">From the commit to the last approval that it took, by \
            their own dates, over \(count: spread.count) commits that were approved for themselves.</p>
            <dl class="tiles"><div><dt>half within</dt><dd>\(Duration.text(median))</dd></div>\
            <div><dt>nine of ten within</dt><dd>\(Duration.text(p90))</dd></div>\
            <div><dt>99 of 100 within</dt><dd>\(Duration.text(p99))</dd></div></dl>
            <figure>\(TimeChart(medians).svg)</figure>\(Self.numbers("Time to approval in numbers", head, rows))</section>

            """
    }

    private var ages: HTML {
        let most = figures.ages.map { max($0.open, $0.late) }.max() ?? 0
        guard most > 0 else { return "" }
        let rows: [HTML] = figures.ages.map {
            """
            <tr><td>\(Self.span($0))<td class=n>\(count: $0.open)<td>\(Bar.svg($0.open, of: most))<td class=n>\
            \(count: $0.late)<td>\(Bar.svg($0.late, of: most))
            """
        }
        return """
            <section><h2>Waiting and late</h2><p class="lead">Commits that still wait for an approval, by the time since \
            they landed; and commits whose approval came after they had landed, by how much.</p><div \
            class="wide narrow" tabindex="0" role="region" aria-label="Waiting and late"><table><thead><tr><th>For<th class=n>Waiting<td>\
            <th class=n>Late<td></thead><tbody>\(rows.joined())</table></div></section>

            """
    }

    private static func span(_ age: AgeFigures) -> String {
        guard let end = age.to.value else { return "more than \(Duration.text(age.from))" }
        return age.from == 0 ? "up to \(Duration.text(end))" : "\(Duration.text(age.from)) to \(Duration.text(end))"
    }

    // MARK: Approvals that do not count

    private var refusals: HTML {
        guard !figures.refusals.isEmpty else { return "" }
        let rows: [HTML] = figures.refusals.map {
            "<tr><td><code>\($0.reason)</code><td class=n>\(count: $0.approvals)<td class=n>\(count: $0.statements)"
        }
        return """
            <section><h2>Approvals that do not count</h2><p class="lead">By reason, each counted for each commit that it \
            was meant for.</p><table><thead><tr><th>Reason<th class=n>Approvals<th class=n>Statements</thead><tbody>\
            \(rows.joined())</table></section>

            """
    }

    private var policyChanges: HTML {
        guard !report.policyChanges.isEmpty else { return "" }
        let rows: [HTML] = report.policyChanges.map {
            let differences: [HTML] = $0.differences.map { "<li>\($0)</li>" }
            return """
                <tr><td class=\($0.effective ? "p" : "f")>\($0.effective ? "took effect" : "no effect")<td>\
                \(String($0.committedAt.prefix(10)))<td><code>\(String($0.commit.prefix(ReportFigures.abbreviation)))</code>\
                <td>\($0.reason)<ul class=notes>\(differences.joined())</ul>
                """
        }
        return """
            <section><h2>Changes of policy</h2><div class="wide" tabindex="0" role="region" \
            aria-label="Changes of policy"><table><thead><tr><th>Effect<th>Committed<th>Commit<th>Why, and what differs\
            </thead><tbody>\(rows.joined())</table></div></section>

            """
    }
}
