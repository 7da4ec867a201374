import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignReports
import CountersignVerifier

/// Looks at a clone for whatever would fail.
struct Doctor {
    typealias Finding = CheckupReport.Finding

    let workspace: Workspace
    let options: PolicyOptions

    /// Everything that there is to look at, in the order in which one thing rests on another.
    func examine() async -> CheckupReport {
        var findings = await looking(at: "git") { try await tools() }
        let review = await begin(&findings)
        findings += await looking(at: "trust root") { try await trustRoot() }
        findings += await looking(at: "signing key") { try await signingKey(review) }
        if let review { findings += await looking(at: "policy") { try policy(review) } }
        findings += await looking(at: "ledger") { try await ledger(review) }
        findings += await looking(at: "repository") { try await repository(review) }
        findings += await looking(at: "hooks") { try await hooks() }
        return CheckupReport(findings)
    }

    /// What could not be looked at is a finding of its own.
    private func looking(at area: String, _ look: () async throws -> [Finding]) async -> [Finding] {
        do {
            return try await look()
        } catch {
            let failure = Failure(explaining: error)
            return [Finding(area, .unknown, failure.message, fix: failure.advice)]
        }
    }

    /// The policy in force, on which the rest depends; nil where there is none to be had.
    private func begin(_ findings: inout [Finding]) async -> Review? {
        do {
            let review = try await Review.begin(about: [], target: nil, options, in: workspace)
            let policy = review.inForce.policy
            let people = policy.roster.people.count == 1 ? "1 person" : "\(policy.roster.people.count) people"
            let place = try await workspace.policyReference()?.name ?? "HEAD"
            let text = "\(policy.repository), serial \(policy.serial), \(people), from \(place)"
            findings.append(Finding("policy", .well, text))
            return review
        } catch {
            let failure = Failure(explaining: error)
            findings.append(Finding("policy", .mend, failure.message, fix: failure.advice))
            return nil
        }
    }
}
