import ArgumentParser
import CountersignApprovals
internal import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignReports
import CountersignVerifier

/// `export`: the ledger for programs that know in-toto and not this one.
///
/// Source: in-toto Attestation Framework, "Bundle": JSON Lines, each line an envelope.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write all statements as an in-toto bundle.",
        discussion: """
            Each statement of the ledger that can be read, once for each signature, an envelope a line, in the order of \
            their digests. None is verified, and lines that can't be read are left out.
            """)

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file.", valueName: "FILE"))
    var output: String?

    func run() async throws {
        let workspace = try await Workspace.open()
        let source = try await workspace.ledger(for: .all).statements
        let lines = try source.statements.flatMap { statement in
            statement.envelopes.map { String(decoding: $0.line(), as: UTF8.self) + "\n" }.sorted()
        }
        let left = try source.unreadable.count
        if left > 0 { Terminal.note("warning: \(left == 1 ? "a line" : "\(left) lines") can't be read and left out") }
        guard let output else { return try Terminal.print(lines.joined()) }
        try Terminal.write(lines.joined(), toFile: output)
    }
}
