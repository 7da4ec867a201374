import ArgumentParser
internal import CountersignGit
import CountersignHistory
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// `explain`: each step from facts to verdict.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain the verdict on a commit, step by step.",
        discussion: """
            A commit that has landed is judged as the audit judges it, by the policy in force before the step that \
            brought it in; another as the gate would judge it now.
            """)

    @Argument(help: "The commit; HEAD when left out.")
    var commit = "HEAD"

    @Option(help: "How to write it.")
    var format: ReportOptions.PlainFormat = .text

    @OptionGroup var policy: PolicyOptions

    func run() async throws {
        let workspace = try await Workspace.open()
        let commit = try workspace.repository.commit(named: commit)
        let verification = try await verification(of: commit, in: workspace)
        guard let judgement = verification.judgements.first(where: { $0.id == commit }) else {
            return try Terminal.print(
                "\(commit.abbreviated) is before-adoption: in the trust root's own history, counted and not judged\n")
        }
        let report = CommitReport(judgement, policy: verification.policy.policy)
        switch format {
        case .json: try Terminal.print(try JSONText.render(report))
        case .text:
            let text = ExplanationText(
                report, policy: verification.policy.policy, origin: verification.origin,
                style: try await workspace.style())
            try await Pager.find().print(text.render())
        }
        if !report.passes { throw ExitCode(ExitStatus.fail) }
    }

    private func verification(of commit: ObjectID, in workspace: Workspace) async throws -> Verification {
        let tip = try await workspace.policyReference()?.commit ?? commit
        let history = try await workspace.history(of: [commit, tip], policy, .usual)
        let verifier = Verifier(
            history: history,
            statements: try await workspace.ledger(for: policy.noCache ? .all : .aFewCommits).statements,
            now: workspace.now(policy),
            target: try await workspace.target(nil))
        return try await verifier.explain(
            commit, tip: tip, central: try await workspace.central(policy), root: try workspace.trustRoot(policy))
    }
}
