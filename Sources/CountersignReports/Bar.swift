/// A bar within a table, as wide as its share of the longest.
enum Bar {
    static func svg(_ value: Int, of most: Int) -> HTML {
        guard value > 0, most > 0 else { return "" }
        let width = max(1, value * 120 / most)
        return
            "<svg width=\"\(width)\" height=\"10\" aria-hidden=\"true\"><path class=\"bar\" d=\"M0 0h\(width)v10H0z\"/></svg>"
    }
}
