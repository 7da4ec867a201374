import ArgumentParser
import CountersignApprovals
internal import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignVerifier

/// `revoke`: taking one's own statement back.
///
/// Nothing is deleted; a statement is added.
struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take your own statements back.",
        discussion: "Names statements by digest (sha256:…, as `show` prints them), or all of yours on a commit.")

    @Argument(help: ArgumentHelp("Statements or commits.", valueName: "digest|commit"))
    var what: [String]

    @OptionGroup var signing: SigningOptions
    @OptionGroup var policy: PolicyOptions

    func run() async throws {
        let workspace = try await Workspace.open()
        let review = try await Review.begin(about: [], target: nil, policy, in: workspace)
        let (signer, person) = try await review.signer()
        let entries = try what.flatMap { try review.own($0, of: person) }
        let drafts = entries.map { review.revocation(of: $0, by: person, comment: signing.comment) }
        for entry in entries {
            let word = entry.statement.decision.word
            try Terminal.print("  \(word) of \(entry.statement.signedAt.rfc3339)  \(entry.digest.text)\n")
        }
        let count = entries.count == 1 ? "1 statement" : "\(entries.count) statements"
        guard !signing.dryRun else {
            return try Terminal.print("Would revoke \(count) as \(person.email); nothing was signed.\n")
        }
        try await review.sign(drafts, with: signer, note: "revoke \(count) by \(person.email)")
        try Terminal.print("Revoked \(count) as \(person.email).\n")
        if signing.push { try await workspace.syncLedger(with: nil) }
    }
}

extension Review {
    /// The person's own standing statements that the text names: one by its digest, or those on a commit.
    fileprivate func own(_ text: String, of person: Person) throws -> [LedgerStatement] {
        let named = try text.hasPrefix("sha256:") ? byDigest(text) : onCommit(text)
        let own = try named.filter { entry in
            guard case .success(let verified) = verifier.verified(entry, by: inForce) else { return false }
            return try verified.reviewer.email == person.email && entry.statement.decision != .revoke
                && verifier.takenBack(verified, by: inForce) == nil
        }
        guard !own.isEmpty else {
            throw Failure(
                "\(person.email) has no standing statement named \(text)",
                advice: "git countersign show COMMIT lists statements with their digests", status: ExitStatus.fail)
        }
        return own
    }

    /// A digest may be cut short, as long as it names one statement.
    private func byDigest(_ text: String) throws -> [LedgerStatement] {
        let found = try statements.statements(named: text)
        return text.utf8.count >= Self.shortestDigest && found.count == 1 ? found : []
    }

    private static let shortestDigest = "sha256:".utf8.count + 8

    private func onCommit(_ text: String) throws -> [LedgerStatement] {
        let commit = try workspace.repository.commit(named: text)
        let all = try statements.statements(about: commit) + statements.statements(at: commit)
        return Dictionary(all.map { ($0.digest, $0) }, uniquingKeysWith: { one, _ in one }).values
            .sorted { $0.digest < $1.digest }
    }

    /// A revocation hangs where the statement that it takes back does.
    fileprivate func revocation(of entry: LedgerStatement, by person: Person, comment: String?) -> StatementDraft {
        let statement = Statement(
            subjects: entry.statement.subjects, decision: .revoke, reviewer: person.email, signedAt: now,
            repository: inForce.policy.repository, target: nil, changes: [:], range: nil, policyChange: nil,
            revokes: entry.digest, expires: nil, comment: comment)
        return StatementDraft(statement: statement, places: entry.places.sorted())
    }
}
