/// The plane of a chart over months: where a month and a value stand, in units of the picture.
struct ChartPlane {
    static let width = 760
    static let height = 220
    static let left = 64
    static let top = 12
    static let floor = 188
    let months: [String]

    /// Hundredths of a unit for each month.
    private var step: Int { (Self.width - Self.left) * 100 / max(1, months.count) }

    /// Where a month's column starts, in hundredths.
    func start(_ index: Int) -> Int { Self.left * 100 + index * step }

    /// How wide a column is, in hundredths: no wider than looks like one.
    var column: Int { min(step * 4 / 5, 4800) }

    /// The middle of a month, in hundredths.
    func middle(_ index: Int) -> Int { start(index) + column / 2 }

    /// The labels below: each month while there is room, else each January, else every fifth year.
    var labels: HTML {
        let years = Set(months.map { $0.prefix(4) }).count
        let labelled = months.enumerated().filter { _, month in
            if months.count <= 12 { return true }
            guard month.hasSuffix("-01") else { return false }
            return years <= 14 || month.dropLast(3).hasSuffix("0") || month.dropLast(3).hasSuffix("5")
        }
        return labelled.map { index, month -> HTML in
            let text = months.count <= 12 ? month : String(month.prefix(4))
            return "<text x=\"\(Hundredths.text(start(index)))\" y=\"\(Self.floor + 20)\">\(text)</text>"
        }.joined()
    }

    /// A line across with its value.
    static func grid(_ height: Int, _ label: String) -> HTML {
        """
        <path class="grid" d="M\(left) \(height)H\(width)"/>\
        <text x="\(left - 8)" y="\(height + 4)" text-anchor="end">\(label)</text>
        """
    }
}

/// Numbers of two decimal places, without floating point: the same on every machine.
enum Hundredths {
    static func text(_ value: Int) -> String {
        let (whole, rest) = value.quotientAndRemainder(dividingBy: 100)
        return rest == 0 ? "\(whole)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// A number to end a scale with.
enum RoundNumber {
    /// The smallest of 2, 4, 6, 8, 10, 20, 30, 40, 50, 60, 80, 100, … that is not smaller.
    static func atLeast(_ value: Int) -> Int {
        var power = 1
        while true {
            for factor in power == 1 ? [2, 4, 6, 8, 10] : [2, 3, 4, 5, 6, 8, 10] where factor * power >= value {
                return factor * power
            }
            power *= 10
        }
    }
}
