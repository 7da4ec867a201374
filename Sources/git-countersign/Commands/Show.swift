import ArgumentParser
import CountersignApprovals
internal import CountersignGit
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// `show`: the statements on a commit, as people read them.
struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the statements on a commit.",
        discussion: "Lists what speaks of the commit or hangs on it. Whether it suffices, `explain` tells.")

    @Argument(help: "The commit; HEAD when left out.")
    var commit = "HEAD"

    @Option(help: "How to write it.")
    var format: ReportOptions.PlainFormat = .text

    @OptionGroup var policy: PolicyOptions

    func run() async throws {
        let workspace = try await Workspace.open()
        let commit = try workspace.repository.commit(named: commit)
        let review = try await Review.begin(about: [commit], target: nil, policy, in: workspace)
        let considered = try review.verifier.statements(on: commit, by: review.inForce)
        let reports = considered.map { CommitReport.ApprovalReport($0) }
        switch format {
        case .json: try Terminal.print(try JSONText.render(reports))
        case .text:
            let style = try await workspace.style()
            let facts = try review.verifier.facts(of: commit)
            let heading = "\(style.apply(.id, commit.abbreviated)) \(VisibleText.line(facts.commit.subject))\n"
            try await Pager.find().print(heading + ApprovalText(reports, style: style).render())
        }
    }
}
