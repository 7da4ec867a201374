import ArgumentParser
import CountersignApprovals
import CountersignObjects
import CountersignPolicy
import CountersignVerifier

/// `waive`: letting commits through for a while without a review.
struct Waive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let commits through until a time, without a review.",
        discussion: """
            For emergencies: the policy's [waiver] section says who may, and for how long. Say why with -m. When the \
            waiver runs out the commits need an approval, and the audit says so until they have it.
            """)

    @Argument(help: ArgumentHelp("Commits.", valueName: "commit"))
    var revisions: [String]

    @Option(help: ArgumentHelp("Until then (YYYY-MM-DDTHH:MM:SSZ).", valueName: "TIME"))
    var expires: Timestamp?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("For so long, such as 24h; the policy's longest when left out.", valueName: "SPAN"))
    var span: String?

    @OptionGroup var decision: DecisionOptions
    @OptionGroup var policy: PolicyOptions

    func validate() throws {
        if expires != nil, span != nil { throw ValidationError("name --expires or --for, not both") }
        if let span, TimeSpan.seconds(span) == nil { throw ValidationError("--for takes \(TimeSpan.allowed)") }
    }

    func run() async throws {
        let workspace = try await Workspace.open()
        let selection = try Selection.parse(revisions, in: workspace.repository)
        guard selection.ranges.isEmpty else {
            throw ValidationError("a waiver is for single commits: name each")
        }
        let review = try await Review.begin(
            about: selection.named, target: decision.target, policy, in: workspace, ledger: .possible)
        try await review.decide(.waive, on: selection, decision, expires: try expiry(review))
    }

    private func expiry(_ review: Review) throws -> Timestamp {
        guard let setting = review.inForce.policy.waiver else {
            throw Failure(
                "the policy knows no waivers", advice: "it takes a [waiver] section, with level and max",
                status: ExitStatus.fail)
        }
        guard decision.signing.comment != nil else {
            throw ValidationError("a waiver says why: -m TEXT")
        }
        let longest = review.now.adding(seconds: setting.maximumSeconds)
        let end = expires ?? span.flatMap(TimeSpan.seconds).map { review.now.adding(seconds: $0) } ?? longest
        guard end <= longest else {
            throw Failure(
                "the policy lets a waiver last \(TimeSpan.text(setting.maximumSeconds)) at most",
                advice: "leave --expires and --for out for the longest there is", status: ExitStatus.fail)
        }
        guard review.now < end else {
            throw Failure("\(end.rfc3339) has passed already", status: ExitStatus.fail)
        }
        return end
    }
}
