import ArgumentParser
import CountersignApprovals
internal import CountersignGit
import CountersignObjects
import CountersignVerifier

/// `approve`: a senior's signed yes.
struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign and write approvals.",
        discussion: """
            Single commits are signed together, under one signature. A range BASE..HEAD is signed as one and covers \
            its squash too. Without arguments: the flagged commits of the current branch that lack an approval.
            """)

    @Argument(help: ArgumentHelp("Commits and ranges.", valueName: "commit|range"))
    var revisions: [String] = []

    @OptionGroup var decision: DecisionOptions
    @OptionGroup var policy: PolicyOptions

    func run() async throws {
        let workspace = try await Workspace.open()
        var selection = try Selection.parse(revisions, in: workspace.repository)
        let head = revisions.isEmpty ? [try workspace.repository.commit(named: "HEAD")] : []
        let review = try await Review.begin(
            about: selection.named + head, target: decision.target, policy, in: workspace, ledger: .possible)
        if let tip = head.first { selection.commits = try await review.waiting(at: tip, policy) }
        guard !selection.named.isEmpty else {
            return try Terminal.print("Nothing waits for an approval here.\n")
        }
        try await review.decide(.approve, on: selection, decision)
    }
}

/// `reject`: a senior's signed no.
///
/// It stands until the same person takes it back.
struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign and write a rejection, which stands until you revoke it.")

    @Argument(help: ArgumentHelp("Commits and ranges.", valueName: "commit|range"))
    var revisions: [String]

    @OptionGroup var decision: DecisionOptions
    @OptionGroup var policy: PolicyOptions

    func run() async throws {
        let workspace = try await Workspace.open()
        let selection = try Selection.parse(revisions, in: workspace.repository)
        let review = try await Review.begin(
            about: selection.named, target: decision.target, policy, in: workspace, ledger: .possible)
        try await review.decide(.reject, on: selection, decision)
    }
}

extension Review {
    /// The judgements of the commits between the protected branch and a tip.
    func judged(to tip: ObjectID, _ options: PolicyOptions) async throws -> [Judgement] {
        guard let base, base != tip else { return [] }
        return try await verifier.verify(
            base: base, head: tip, central: try await workspace.central(options),
            root: try workspace.trustRoot(options)
        ).judgements
    }

    /// The commits of the current branch that wait for an approval.
    fileprivate func waiting(at tip: ObjectID, _ options: PolicyOptions) async throws -> [ObjectID] {
        try await judged(to: tip, options).filter(\.verdict.lacksApproval).map(\.id)
    }
}
