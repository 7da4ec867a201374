import ArgumentParser
internal import CountersignGit
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// `people`: the roster as the verifier sees it.
struct People: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the people of the policy in force: levels, keys, and since when.",
        discussion: """
            Dates are those of the changes of policy that took effect, from the trust root on; a file that was \
            changed without an approval plays no part. Whether a key counts is told for the present.
            """)

    @Option(help: "How to write it.")
    var format: ReportOptions.PlainFormat = .text

    @OptionGroup var policy: PolicyOptions

    func run() async throws {
        let workspace = try await Workspace.open()
        let review = try await Review.begin(about: [], target: nil, policy, in: workspace)
        let root = review.inForce.tree == nil ? nil : try workspace.trustRoot(policy)
        let report = PeopleReport(
            try await tenures(review, root), policy: review.inForce.policy, trustRoot: root, now: review.now)
        switch format {
        case .json: try Terminal.print(try JSONText.render(report))
        case .text: try await Pager.find().print(PeopleText(report, style: try await workspace.style()).render())
        }
    }

    /// A policy from outside the repository has no history here.
    private func tenures(_ review: Review, _ root: ObjectID?) async throws -> [Tenure] {
        guard review.inForce.tree != nil, let base = review.base else {
            return review.inForce.tenures
        }
        return try await review.verifier.tenures(at: base, root: root)
    }
}
