/// A report as SARIF 2.1.0: each commit that does not pass a result.
///
/// Source: OASIS, "Static Analysis Results Interchange Format Version 2.1.0". A commit is no place in a file, so the
/// place given is the policy that asks for the approval; the commit itself is the logical location.
public struct SARIFReport: Encodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version
        case runs
    }

    private let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    private let version = "2.1.0"
    private let runs: [SARIFRun]

    /// Takes the report.
    public init(_ report: Report) {
        runs = [SARIFRun(report)]
    }

    /// The whole document, with a line feed at its end.
    ///
    /// - Throws: what encoding throws.
    public func render() throws -> String { try JSONText.render(self) }
}
