import ArgumentParser
import CountersignApprovals
internal import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignReports
import CountersignVerifier

/// `review`: the commits that wait for me, one after the other, and a key for each.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Walk the commits that wait for you, and decide on each with a key.",
        discussion: """
            Shows each commit whole, through git's own pager and in its colours: who wrote it, why it is flagged, what \
            it needs, its message and its difference. At the end all approvals are signed with one signature, and each \
            rejection with one of its own; all of them make one notes commit. What is decided and not signed is kept \
            for the next review of these commits, which says what was kept before it asks whether to sign.
            """)

    @OptionGroup var waiting: WaitingOptions

    @Flag(help: "Drop what an earlier review decided and did not sign.")
    var restart = false

    @Flag(help: "Exchange the ledger with the remote afterwards, as `sync` does.")
    var push = false

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var progress: ProgressOptions

    func run() async throws {
        guard Keyboard.isTerminal, Terminal.standardOutputIsTerminal else {
            throw Failure(
                "review asks for keys, and this is no terminal",
                advice: "git countersign queue, then git countersign approve COMMIT…")
        }
        let workspace = try await Workspace.open()
        let found = try await WaitingCommits.find(waiting, .signer, policy, progress, in: workspace)
        let (signer, person) = try await found.review.signer()
        let file = SittingFile(workspace.repository)
        if restart { try file.remove() }
        let waiting = found.entries.map(\.judgement.id)
        let sitting = try file.read(reviewer: person.email).part(about: waiting)
        guard !found.entries.isEmpty else { return try Terminal.print("Nothing here waits for \(person.email).\n") }
        let display = CommitDisplay(
            review: found.review, style: try await workspace.style(),
            predecessors: try await Predecessors.find(of: person, in: found.review))
        var session = ReviewSession(
            found.entries.map(\.judgement), sitting, display: display, pager: try await Pager.find(), file: file,
            signer: "\(person.email) with \(signer.key.fingerprint)")
        switch try await session.run() {
        case .discard:
            try file.forget(waiting, of: person.email)
            try Terminal.print("Nothing was decided, and nothing signed.\n")
        case .keep: try Terminal.print("Kept for the next `git countersign review`; nothing was signed.\n")
        case .sign:
            try await sign(session, in: workspace, with: signer, as: person)
            try file.forget(session.sitting.decisions.map(\.key), of: person.email)
            if push { try await workspace.syncLedger(with: nil) }
        }
        let others = Set(try file.read(reviewer: person.email).decisions.keys).subtracting(waiting).count
        if others > 0 { Terminal.note("note: decisions on commits of other reviews stay kept: \(others)") }
    }

    /// Signs what was decided by the policy and the ledger as they are now: a review can last.
    private func sign(
        _ session: ReviewSession, in workspace: Workspace, with signer: any Signer, as person: Person
    ) async throws {
        let decided = session.commits.map(\.id).filter { session.sitting.decisions[$0] != nil }
        let review = try await Review.begin(about: decided, target: nil, policy, in: workspace)
        let drafts = try await review.drafts(of: session.sitting, in: decided, by: person)
        for draft in drafts { try await review.requireThatItCounts(draft, by: person) }
        let outcome = session.sitting.outcome
        try await review.sign(drafts, with: signer, note: "\(outcome.planned) by \(person.email)")
        try Terminal.print("\(outcome.done) as \(person.email).\n")
    }
}

extension Review {
    /// One statement over all approvals, one for each change of policy, and one for each rejection.
    fileprivate func drafts(
        of sitting: Sitting, in order: [ObjectID], by person: Person
    ) async throws -> [StatementDraft] {
        let approved = order.filter { sitting.decisions[$0] == .approve }
        var drafts = try await drafts(
            .approve, Selection(commits: approved), by: person.email, comment: sitting.words(on: approved))
        for commit in order where sitting.decisions[commit] == .reject {
            drafts += try await self.drafts(
                .reject, Selection(commits: [commit]), by: person.email, comment: sitting.words[commit])
        }
        return drafts
    }
}

extension Sitting {
    /// The words on several commits as one comment, which says what belongs to which.
    fileprivate func words(on commits: [ObjectID]) -> String? {
        let said = commits.compactMap { commit in words[commit].map { (commit, $0) } }
        if commits.count == 1 { return said.first?.1 }
        return said.isEmpty ? nil : said.map { "\($0.abbreviated): \($1)" }.joined(separator: "\n\n")
    }

    /// What was decided, as something to do and as something done.
    fileprivate var outcome: (planned: String, done: String) {
        let approved = decisions.values.filter { $0 == .approve }.count
        let rejected = decisions.count - approved
        var (planned, done): ([String], [String]) = ([], [])
        for (count, verb) in [(approved, ("approve", "approved")), (rejected, ("reject", "rejected"))] where count > 0 {
            let commits = count == 1 ? "1 commit" : "\(count) commits"
            planned.append("\(verb.0) \(commits)")
            done.append("\(verb.1) \(commits)")
        }
        let text = done.joined(separator: " and ")
        return (planned.joined(separator: " and "), text.prefix(1).uppercased() + text.dropFirst())
    }
}
