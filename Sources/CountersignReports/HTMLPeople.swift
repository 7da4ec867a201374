/// The figures about people: what they approved and what they waived.
extension HTMLFigures {
    // Thresholds from which on a number is marked, to be looked into.
    private static let manyInTenMinutes = 20
    private static let fewSeconds: Int64 = 30
    private static let fewSecondsPerLine = 1.0

    var approvers: HTML {
        let load = figures.concentration
        guard load.approvers > 0 else { return "" }
        let most = figures.approvers.first?.commits ?? 0
        let rows = figures.approvers.prefix(Self.shown).map { approverRow($0, most: most) }
        let more = figures.approvers.count - rows.count
        let cut: HTML = more > 0 ? "<p>\(count: more) more people approved fewer; the JSON report has all.</p>" : ""
        return """
            <section><h2>Who approves</h2><p class="lead">\(count: load.approvals) approvals by \(count: load.approvers) \
            people; half of them by \(count: load.halfBy). A number marked <span class=w></span> is worth a look: \
            \(Self.manyInTenMinutes) commits or more signed within ten minutes, half or more of them (and at least five) \
            within two minutes of the commit, or under \(Self.fewSeconds) seconds for a commit or one for a changed line. \
            It proves nothing by itself: a review may well come before the signature.</p>
            <div class="wide" tabindex="0" role="region" aria-label="Who approves"><table><thead><tr><th>Person\
            <th class=n>Commits<td><th class=n>Signatures<th class=n>Largest<th>Mostly for<th class=n>In ten minutes\
            <th class=n>Within two minutes<th class=n>Seconds a commit\
            <th class=n>Seconds a line</thead><tbody>\(rows.joined())</table></div>\(cut)</section>

            """
    }

    private func approverRow(_ person: ApproverFigures, most: Int) -> HTML {
        let isHasty = person.withinTwoMinutes >= 5 && person.withinTwoMinutes * 2 >= person.commits
        let (pace, linePace) = (person.secondsPerCommit.value, person.secondsPerChangedLine.value)
        return """
            <tr><td>\(person.person)<td class=n>\(count: person.commits)<td>\(Bar.svg(person.commits, of: most))<td class=n>\
            \(count: person.statements)<td class=n>\(count: person.largestStatement)<td>\(person.mostlyFor) \
            (\(count: person.commitsOfThat))<td class=n>\
            \(marked(Grouped.digits(person.busiestTenMinutes), person.busiestTenMinutes >= Self.manyInTenMinutes))\
            <td class=n>\(marked(Grouped.digits(person.withinTwoMinutes), isHasty))<td class=n>\
            \(marked(pace.map(Grouped.digits) ?? "–", pace.map { $0 < Self.fewSeconds } ?? false))<td class=n>\
            \(marked(linePace.map { "\($0)" } ?? "–", linePace.map { $0 < Self.fewSecondsPerLine } ?? false))
            """
    }

    private func marked(_ text: String, _ isMarked: Bool) -> HTML {
        isMarked ? "<span class=w>\(text)</span>" : "\(text)"
    }

    var waivers: HTML {
        guard !figures.waivers.isEmpty else { return "" }
        let shown = figures.waivers.suffix(Self.shown)
        let rows: [HTML] = shown.map {
            """
            <tr><td><code>\(String($0.commit.prefix(ReportFigures.abbreviation)))</code><td>\($0.state)<td>\($0.from)<td>\
            \($0.until)<td>\($0.reviewer)<td>\($0.comment)
            """
        }
        let more = figures.waivers.count - shown.count
        let cut: HTML = more > 0 ? "<p>\(count: more) earlier ones are left out; the JSON report has all.</p>" : ""
        return """
            <section><h2>Waivers</h2><p class="lead">Commits that were let through for a time: \
            \(count: figures.waivers.count), of which \(count: figures.waivers.count { $0.state == "standing" }) still \
            hold.</p><figure>\(WaiverChart(Array(shown)).svg)</figure>
            <div class="wide" tabindex="0" role="region" aria-label="Waivers"><table><thead><tr><th>Commit<th>State<th>From\
            <th>Until<th>By<th>Why</thead><tbody>\(rows.joined())</table></div>\(cut)</section>

            """
    }
}
