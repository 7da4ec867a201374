import ArgumentParser
import CountersignReports

/// `doctor`: what would fail here, and what mends it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tell what in this clone, its keys, remotes and policy would fail.",
        discussion: """
            Changes nothing, and asks no remote: what is said of one is what git saw there last.
            Exit status: 0 all is well, 1 something is to mend, 2 something could not be found out.
            """)

    @Option(help: "How to write it.")
    var format: ReportOptions.PlainFormat = .text

    @Flag(name: .shortAndLong, help: "Leave out what is well.")
    var quiet = false

    @OptionGroup var policy: PolicyOptions

    func run() async throws {
        let workspace = try await Workspace.open()
        let report = await Doctor(workspace: workspace, options: policy).examine()
        switch format {
        case .json: try Terminal.print(try JSONText.render(report))
        case .text:
            try Terminal.print(CheckupText(report, style: try await workspace.style(), showsAll: !quiet).render())
        }
        if report.count(.mend) > 0 { throw ExitCode(ExitStatus.fail) }
        if report.count(.unknown) > 0 { throw ExitCode(ExitStatus.undecided) }
    }
}
