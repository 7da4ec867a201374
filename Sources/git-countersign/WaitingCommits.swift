import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignReports
import CountersignVerifier

/// The commits that lack an approval, on one branch or several.
struct WaitingCommits {
    /// A commit, and the branch that it was found on where there are several.
    struct Entry {
        let judgement: Judgement
        let branch: String?
    }

    /// For whom commits may wait.
    enum Whom {
        /// Whoever git says is at work here.
        case me
        /// The one whose key would sign.
        case signer
        case anybody
    }

    let review: Review
    /// For whom they wait; nil for anybody.
    let person: Person?
    /// In the order of history, branch by branch.
    let entries: [Entry]

    /// Reads the places asked for, and judges what is there.
    static func find(
        _ options: WaitingOptions, _ whom: Whom, _ policy: PolicyOptions, _ progress: ProgressOptions,
        in workspace: Workspace
    ) async throws -> WaitingCommits {
        let places = try await options.places(in: workspace)
        let review = try await Review.begin(
            about: places.flatMap { [$0.range.base, $0.range.head] }, target: nil, policy, in: workspace,
            progress)
        let person = try await review.person(whom)
        var found: [Entry] = []
        var seen: Set<ObjectID> = []
        if options.landed {
            let judgements = try await review.landed(policy)
            found += try await review.waiting(judgements, for: person, &seen).map { Entry(judgement: $0, branch: nil) }
        }
        for place in places {
            let judgements = try await review.judged(place.range, policy)
            found += try await review.waiting(judgements, for: person, &seen).map {
                Entry(judgement: $0, branch: place.branch)
            }
        }
        return WaitingCommits(
            review: review, person: person, entries: try found.filter { try options.asks($0.judgement) })
    }

    /// The same as a report, with the sizes of the changes.
    func report() async throws -> QueueReport {
        let sizes = try await ChangeSize.measure(
            entries.map { ($0.judgement.id, $0.judgement.facts.commit.parents.first) })
        let rows = entries.map { entry in
            let size = sizes[entry.judgement.id] ?? ChangeSize()
            return QueueReport.Entry(
                entry.judgement, lines: (size.added, size.removed), files: (size.files, size.binary),
                branch: entry.branch)
        }
        return QueueReport(rows, reviewer: person?.email, now: review.now)
    }
}

extension Review {
    fileprivate func person(_ whom: WaitingCommits.Whom) async throws -> Person? {
        switch whom {
        case .me: try await reviewer()
        case .signer: try await signer().person
        case .anybody: nil
        }
    }

    /// The person who asks: the one with git's own address, else the one whose key would sign.
    private func reviewer() async throws -> Person {
        let policy = inForce.policy
        let email = try await Identity.committer().email
        if let person = policy.person(forEmail: email) { return person }
        do {
            return try await signer().person
        } catch {
            throw Failure(
                "the policy knows nobody by \(email), nor by your signing key",
                advice: "git config user.email ADDRESS, or see what waits for anybody: --anyone")
        }
    }

    /// The judgements of a range; none where its head has landed.
    fileprivate func judged(_ range: RevisionRange, _ options: PolicyOptions) async throws -> [Judgement] {
        do {
            return try await verifier.verify(
                base: range.base, head: range.head, central: try await workspace.central(options),
                root: try workspace.trustRoot(options), holder: base
            ).judgements
        } catch VerifierError.headBehindBase {
            return []
        }
    }

    /// The judgements of what landed on the protected branch and is not clean.
    fileprivate func landed(_ options: PolicyOptions) async throws -> [Judgement] {
        guard let base else { return [] }
        if let (central, origin) = try await workspace.central(options) {
            return try await verifier.audit(tips: [base], head: base, by: central, origin: origin, keeping: .notClean)
                .judgements
        }
        return try await verifier.audit(tip: base, root: try workspace.trustRoot(options), keeping: .notClean)
            .judgements
    }

    fileprivate func waiting(
        _ judgements: [Judgement], for person: Person?, _ seen: inout Set<ObjectID>
    ) async throws -> [Judgement] {
        var waiting: [Judgement] = []
        for judgement in judgements where judgement.verdict.lacksApproval && seen.insert(judgement.id).inserted {
            let isFitting =
                if let person { try await verifier.waits(judgement, for: person, by: inForce) } else { true }
            if isFitting { waiting.append(judgement) }
        }
        return waiting
    }
}
