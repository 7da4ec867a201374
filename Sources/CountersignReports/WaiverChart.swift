internal import CountersignObjects

/// When each waiver held: a line of its own for each, from its signature to its end.
struct WaiverChart {
    private let waivers: [(from: Int64, until: Int64, waiver: WaiverFigures)]
    private static let row = 14

    init(_ waivers: [WaiverFigures]) {
        self.waivers = waivers.compactMap { waiver in
            guard let from = Timestamp(rfc3339: waiver.from), let until = Timestamp(rfc3339: waiver.until) else {
                return nil
            }
            return (from.seconds, until.seconds, waiver)
        }
    }

    var svg: HTML {
        guard let first = waivers.map(\.from).min(), let last = waivers.map(\.until).max() else { return "" }
        let floor = waivers.count * Self.row + 8
        let lines: [HTML] = waivers.enumerated().map { index, line in
            let (start, end) = (
                x(line.from, first, last), max(x(line.until, first, last), x(line.from, first, last) + 300)
            )
            return """
                <path class="\(line.waiver.state == "standing" ? "s-waived" : "s-exempt")" d="M\(Hundredths.text(start)) \
                \(index * Self.row + 4)H\(Hundredths.text(end))v8H\(Hundredths.text(start))z"/>
                """
        }
        return """
            <div class="wide" tabindex="0" role="region" aria-label="Chart of waivers"><svg viewBox="0 0 \
            \(ChartPlane.width) \(floor + 24)" role="img" aria-label="When each waiver held; the table below has the \
            dates"><path class="grid" d="M0 \(floor)H\(ChartPlane.width)"/>\(lines.joined())<text x="0" y="\(floor + 18)">\
            \(String(Timestamp(seconds: first).rfc3339.prefix(10)))</text><text x="\(ChartPlane.width)" y="\(floor + 18)" \
            text-anchor="end">\(String(Timestamp(seconds: last).rfc3339.prefix(10)))</text></svg></div>
            """
    }

    /// Where a moment stands, in hundredths from the left; seconds of centuries times the width fit in 64 bits.
    private func x(_ moment: Int64, _ first: Int64, _ last: Int64) -> Int {
        let end = Int64(ChartPlane.width * 100 - 300)
        return Int((moment - first) * end / max(1, last - first))
    }
}
