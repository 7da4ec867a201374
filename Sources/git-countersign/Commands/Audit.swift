import ArgumentParser
internal import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// `audit`: the gate replayed over history.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay the gate over a whole history.",
        discussion: """
            Judges each step of the branch's first parents by the policy in force before it, from the trust root on. \
            With --policy DIR everything is judged by that policy; --all then takes in what every ref holds.
            Exit status: 0 every commit passes, 1 at least one does not, 2 it could not be decided.
            """)

    @Argument(help: "The branch to audit; the protected branch when left out.")
    var branch: String?

    @Flag(help: "Audit what every ref holds (refs/notes/ left out: notes are no code).")
    var all = false

    @Flag(help: "List every commit, clean ones too.")
    var allCommits = false

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var memory: MemoryOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var progress: ProgressOptions

    func validate() throws {
        if all, branch != nil { throw ValidationError("name a branch or --all, not both") }
    }

    func run() async throws {
        let workspace = try await Workspace.open()
        let report = try await report(in: workspace)
        try await workspace.publish(report, self.report, showsClean: allCommits)
        if !report.passes { throw ExitCode(ExitStatus.fail) }
    }

    /// What the report is made of, a long history's statements and judgements, is let go of before it is written.
    private func report(in workspace: Workspace) async throws -> Report {
        let ledger = try await workspace.ledger(for: .all)
        let remembrance = try Remembrance.begin(memory, ledger: ledger, in: workspace)
        let now = workspace.now(policy)
        let tips = try await tips(in: workspace)
        let verification = try await verification(of: tips, in: workspace, ledger, asOf: now)
        try remembrance.conclude(
            verification, at: verification.head, holder: try await workspace.policyReference()?.commit)
        return Report(
            verification, command: "audit", version: Version.text, ledger: try ledger.report(), tips: tips.all,
            changedLines: await changedLines(verification), asOf: now)
    }

    /// The branch that holds the policy, where one does, and what else is audited.
    private struct Tips {
        let branch: ObjectID?
        let others: [ObjectID]

        var all: [ObjectID] { Set(others + (branch.map { [$0] } ?? [])).sorted() }
    }

    private func tips(in workspace: Workspace) async throws -> Tips {
        Tips(
            branch: all && policy.policy != nil ? nil : try await tip(in: workspace),
            others: all ? try workspace.auditedReferences() : [])
    }

    /// Text does not tell it, and should not wait for it.
    ///
    /// In a clone that lacks the files' contents there is no telling.
    private func changedLines(_ verification: Verification) async -> [ObjectID: Int] {
        guard report.format.hasFigures else { return [:] }
        let approved = verification.judgements.filter { $0.verdict == .approved }.map(\.facts.commit)
        let sizes = try? await ChangeSize.measure(approved.map { ($0.id, $0.parents.first) }, offline: true)
        guard let sizes else { return [:] }
        let lines = approved.map { ($0.id, sizes[$0.id].map { $0.added + $0.removed } ?? 0) }
        return Dictionary(lines, uniquingKeysWith: { first, _ in first })
    }

    private func verification(
        of tips: Tips, in workspace: Workspace, _ ledger: CurrentLedger, asOf now: Timestamp
    ) async throws -> Verification {
        let keeping: Verifier.Keeping = allCommits ? .all : .notClean
        let (tip, others) = (tips.branch, tips.others)
        let history = try await workspace.history(of: tips.all, policy, progress, quiet: report.quiet)
        let verifier = Verifier(
            history: history, statements: ledger.statements, now: now,
            target: try await workspace.target(nil))
        let chronicle =
            if let tip = ledger.tip {
                try await LedgerChronicle.read(workspace.repository, tip: tip)
            } else {
                LedgerChronicle()
            }
        if let (central, origin) = try await workspace.central(policy) {
            return try await verifier.audit(
                tips: tip.map { [$0] } ?? others, head: tip, by: central, origin: origin, keeping: keeping,
                chronicle: chronicle)
        }
        guard let tip else { throw Failure("there is no branch to audit") }
        return try await verifier.audit(
            tip: tip, others: others, root: try workspace.trustRoot(policy), keeping: keeping,
            chronicle: chronicle)
    }

    private func tip(in workspace: Workspace) async throws -> ObjectID {
        if let branch { return try workspace.repository.commit(named: branch) }
        if let reference = try await workspace.policyReference() { return reference.commit }
        return try workspace.repository.commit(named: "HEAD")
    }
}

extension Workspace {
    /// What every ref holds, notes left out.
    func auditedReferences() throws -> [ObjectID] {
        Set(try repository.references().filter { !$0.name.hasPrefix("refs/notes/") }.map(\.commit)).sorted()
    }
}
