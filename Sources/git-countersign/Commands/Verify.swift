import ArgumentParser
internal import CountersignGit
import CountersignHistory
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// `verify`: the gate.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that every commit of a range may be merged.",
        discussion: """
            Judges every commit in HEAD that is not in BASE by the policy in force at BASE. Without a range, the \
            current branch is compared with the remote's default branch.
            Exit status: 0 every commit passes, 1 at least one does not, 2 it could not be decided.
            """)

    @Argument(help: ArgumentHelp("BASE..HEAD, or a single HEAD.", valueName: "range"))
    var range: String?

    @Option(
        help: ArgumentHelp(
            "Check a ref update: NEW must also descend from OLD by first parents.", valueName: "OLD..NEW"))
    var update: String?

    @Option(help: ArgumentHelp("The branch that the commits are to land on.", valueName: "REF"))
    var target: String?

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var memory: MemoryOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var progress: ProgressOptions

    func validate() throws {
        if range != nil, update != nil { throw ValidationError("name a range or --update, not both") }
    }

    func run() async throws {
        let workspace = try await Workspace.open()
        let range = try await range(in: workspace)
        let root = try workspace.trustRoot(policy)
        let now = workspace.now(policy)
        let holder = try await workspace.policyReference()?.commit
        let tips = [range.base, range.head] + (holder.map { [$0] } ?? [])
        let history = try await workspace.history(of: tips, policy, progress, quiet: report.quiet)
        let count = history.commitCount(of: range.base, range.head)
        let ledger = try await workspace.ledger(for: policy.noCache ? .all : .commits(count))
        let remembrance = try Remembrance.begin(memory, ledger: ledger, in: workspace)
        let verifier = Verifier(
            history: history, statements: ledger.statements, now: now,
            target: try await workspace.target(target))
        let verification = try await verifier.verify(
            base: range.base, head: range.head, central: try await workspace.central(policy), root: root,
            holder: holder, isUpdate: update != nil)
        try remembrance.conclude(verification, at: range.base, holder: holder)
        let report = Report(
            verification, command: "verify", version: Version.text, ledger: try ledger.report(), asOf: now)
        try await workspace.publish(report, self.report)
        if !verification.passes { throw ExitCode(ExitStatus.fail) }
    }

    private func range(in workspace: Workspace) async throws -> RevisionRange {
        guard let text = update ?? range else {
            return RevisionRange(
                base: try await workspace.defaultBase(), head: try workspace.repository.commit(named: "HEAD"))
        }
        if let range = try RevisionRange.parse(text, in: workspace.repository) { return range }
        guard update == nil else { throw ValidationError("--update takes OLD..NEW") }
        return RevisionRange(
            base: try await workspace.defaultBase(), head: try workspace.repository.commit(named: text))
    }
}
