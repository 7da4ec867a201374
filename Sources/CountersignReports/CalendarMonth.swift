/// A month of the calendar.
struct CalendarMonth: Hashable {
    let year: Int
    let month: Int

    init(year: Int, month: Int) {
        (self.year, self.month) = (year, month)
    }

    /// Reads `YYYY-MM`.
    init?(_ name: String) {
        let parts = name.split(separator: "-").compactMap { Int($0) }
        guard let year = parts.first, let month = parts.last, parts.count == 2 else { return nil }
        self.init(year: year, month: month)
    }

    var name: String { "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))" }

    var next: CalendarMonth {
        month == 12 ? CalendarMonth(year: year + 1, month: 1) : CalendarMonth(year: year, month: month + 1)
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
