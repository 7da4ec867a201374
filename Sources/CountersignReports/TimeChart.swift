/// Spans of time by month, on a scale on which each step is many times the one before.
struct TimeChart {
    private let spans: [(month: String, seconds: Int64?)]
    private let plane: ChartPlane
    private static let ticks: [(seconds: Int64, name: String)] = [
        (1, "1 second"), (60, "1 minute"), (3600, "1 hour"), (86_400, "1 day"), (7 * 86_400, "1 week"),
        (60 * 86_400, "2 months"), (730 * 86_400, "2 years"),
    ]

    init(_ spans: [(String, Int64?)]) {
        self.spans = spans.map { (month: $0.0, seconds: $0.1) }
        plane = ChartPlane(months: spans.map(\.0))
    }

    var svg: HTML {
        let lines = Self.ticks.enumerated().map { ChartPlane.grid(Self.height(ofTick: $0) / 100, $1.name) }
        let points = spans.enumerated().compactMap { index, span in
            span.seconds.map { (index: index, x: plane.middle(index), y: Self.height(of: $0)) }
        }
        let dots: [HTML] = points.map {
            "<circle class=\"dot\" r=\"3\" cx=\"\(Hundredths.text($0.x))\" cy=\"\(Hundredths.text($0.y))\"/>"
        }
        let curve = points.enumerated().map { number, point in
            // A month without any breaks the line.
            let follows = number > 0 && points[number - 1].index == point.index - 1
            return "\(follows ? "L" : "M")\(Hundredths.text(point.x)) \(Hundredths.text(point.y))"
        }.joined()
        return """
            <div class="wide" tabindex="0" role="region" aria-label="Chart of the time to approval"><svg viewBox="0 0 \
            \(ChartPlane.width) \(ChartPlane.height)" role="img" aria-label="Median time to approval by month; the \
            numbers follow below">\(lines.joined())<path class="curve" d="\(curve)"/>\(dots.joined())\(plane.labels)</svg></div>
            """
    }

    private static func height(ofTick tick: Int) -> Int {
        ChartPlane.floor * 100 - tick * (ChartPlane.floor - ChartPlane.top) * 100 / (ticks.count - 1)
    }

    /// Straight between two ticks.
    private static func height(of seconds: Int64) -> Int {
        let above = ticks.firstIndex { $0.seconds > seconds } ?? ticks.count
        guard above > 0, above < ticks.count else { return height(ofTick: above == 0 ? 0 : ticks.count - 1) }
        let (low, high) = (ticks[above - 1].seconds, ticks[above].seconds)
        let (from, to) = (height(ofTick: above - 1), height(ofTick: above))
        return from + Int(Int64(to - from) * (seconds - low) / (high - low))
    }
}
