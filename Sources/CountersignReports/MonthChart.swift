/// Commits by month and verdict, those that fail at the bottom and hatched.
struct MonthChart {
    private let months: [MonthFigures]
    private let plane: ChartPlane
    private let most: Int

    /// From the bottom up: the class of the colour, the name, and the verdicts that it stands for.
    private static let series: [(name: String, verdicts: [String]?)] = [
        ("failing", nil), ("pending", ["pending"]), ("waived", ["waived"]), ("exempt", ["exempt"]),
        ("carried", ["carried"]), ("approved", ["approved"]),
    ]

    init(_ months: [MonthFigures]) {
        self.months = months
        plane = ChartPlane(months: months.map(\.month))
        most = RoundNumber.atLeast(months.map { $0.verdicts.values.reduce(0, +) }.max() ?? 0)
    }

    private func count(_ month: MonthFigures, _ verdicts: [String]?) -> Int {
        if let verdicts { return verdicts.reduce(0) { $0 + (month.verdicts[$1] ?? 0) } }
        let passing = Set(Self.series.compactMap(\.verdicts).joined())
        return month.verdicts.reduce(0) { passing.contains($1.key) ? $0 : $0 + $1.value }
    }

    var svg: HTML {
        let lines = [0, most / 2, most].map { ChartPlane.grid(height(of: $0) / 100, Grouped.digits($0)) }
        return """
            <div class="wide" tabindex="0" role="region" aria-label="Chart of commits by month"><svg viewBox="0 0 \
            \(ChartPlane.width) \(ChartPlane.height)" role="img" aria-label="Commits by month and verdict; the numbers \
            follow below"><defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" \
            patternTransform="rotate(45)"><path class="hatch" d="M0 0V5"/></pattern></defs>\(lines.joined())\(columns)\
            \(plane.labels)</svg></div>
            """
    }

    /// Where a value stands, in hundredths from the top.
    private func height(of value: Int) -> Int {
        ChartPlane.floor * 100 - value * (ChartPlane.floor - ChartPlane.top) * 100 / max(1, most)
    }

    private var columns: HTML {
        var bases = [Int](repeating: 0, count: months.count)
        var result: HTML = ""
        for series in Self.series {
            var path = ""
            for (index, month) in months.enumerated() {
                let value = count(month, series.verdicts)
                guard value > 0 else { continue }
                let (low, high) = (height(of: bases[index]), height(of: bases[index] + value))
                bases[index] += value
                path +=
                    "M\(Hundredths.text(plane.start(index))) \(Hundredths.text(high))h\(Hundredths.text(plane.column))"
                path += "V\(Hundredths.text(low))h-\(Hundredths.text(plane.column))z"
            }
            guard !path.isEmpty else { continue }
            result += "<path class=\"s-\(series.name)\" d=\"\(path)\"/>"
            if series.verdicts == nil { result += "<path fill=\"url(#hatch)\" d=\"\(path)\"/>" }
        }
        return result
    }

    /// What the colours mean, with how many of each.
    var key: HTML {
        let items: [HTML] = Self.series.reversed().compactMap { series in
            let count = months.reduce(0) { $0 + self.count($1, series.verdicts) }
            guard count > 0 else { return nil }
            let hatch: HTML = series.verdicts == nil ? "<path fill=\"url(#hatch)\" d=\"M0 0h14v14H0z\"/>" : ""
            return """
                <li><svg width="14" height="14" aria-hidden="true"><path class="s-\(series.name)" d="M0 0h14v14H0z"/>\
                \(hatch)</svg>\(series.name) \(count: count)</li>
                """
        }
        return "<ul class=\"key\">\(items.joined())</ul>"
    }
}
