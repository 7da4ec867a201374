import ArgumentParser
import CountersignApprovals
internal import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignVerifier

/// `authored`: "I wrote this", for commits that carry no signature of their author's.
struct Authored: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say that you wrote commits which carry no signature of yours.",
        discussion: """
            It proves the author of a commit that a forge squashed or rewrote, and is no approval. Without arguments: \
            the commits of the current branch that name you and prove nothing.
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
        if let tip = head.first {
            let person = try await review.signer().person
            selection.commits = try await review.judged(to: tip, policy).filter { judgement in
                judgement.authorship?.person?.email == person.email && judgement.authorship?.isProven == false
            }.map(\.id)
        }
        guard !selection.named.isEmpty else {
            return try Terminal.print("No commit here lacks a proof that you wrote it.\n")
        }
        try await review.decide(.authored, on: selection, decision)
    }
}
