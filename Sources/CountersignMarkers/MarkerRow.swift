/// One line of the built-in table: five columns between tabs.
struct MarkerRow {
    let tool: String
    let kind: String
    let match: String
    let pattern: String

    /// The built-in table's lines, the heading left out; its fifth column tells people how sure a line is.
    static let builtIn: [MarkerRow] = String(decoding: PackageResources.markers_tsv, as: UTF8.self)
        .split(separator: "\n").dropFirst().compactMap { MarkerRow(line: $0) }

    /// Reads one line; nil where columns are missing.
    init?(line: Substring) {
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard columns.count == 5 else { return nil }
        (tool, kind, match, pattern) = (columns[0], columns[1], columns[2], columns[3])
    }
}
