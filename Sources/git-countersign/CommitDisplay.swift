import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignReports
import CountersignVerifier

/// A commit as a reviewer is shown it, whole: nothing that a repository configures takes anything away.
struct CommitDisplay {
    let review: Review
    let style: Style
    let predecessors: Predecessors

    /// The largest change that is shown, in bytes of text.
    private static let limit = 256 << 20

    /// What a reviewer reads before he decides.
    ///
    /// - Throws: whatever kept a part of it from being shown: then nobody has seen the commit.
    func text(of judgement: Judgement) async throws -> String {
        let report = CommitReport(judgement, policy: review.inForce.policy)
        let facts = ExplanationText(
            report, policy: review.inForce.policy, origin: .unpinned(at: judgement.id), style: style)
        return try await facts.renderFacts() + policyChange(of: judgement) + comparison(of: judgement.facts.commit)
            + "\n" + change(of: judgement.id)
    }

    private func policyChange(of judgement: Judgement) async throws -> String {
        guard let change = try await review.verifier.policyChange(at: judgement.id, from: review.inForce) else {
            return ""
        }
        let heading = "\nChanges the policy in force (serial \(review.inForce.policy.serial)):"
        let lines = change.differences.map { "  \(VisibleText.line($0))\n" }
        return style.apply(.strong, heading) + "\n" + lines.joined()
    }

    /// What differs from the commit that was approved before a rebase.
    private func comparison(of commit: CommitObject) async throws -> String {
        guard commit.parents.count == 1, let before = predecessors.predecessor(of: commit) else { return "" }
        let heading = "\nYou approved this before as \(before.abbreviated); since then:"
        let difference = try? await safe([
            "range-diff", "--creation-factor=999", "\(before.hex)^!", "\(commit.id.hex)^!",
        ])
        return style.apply(.strong, heading) + "\n" + (difference ?? "git range-diff could not tell.\n")
    }

    /// Message and difference as they are: no driver, filter, attribute or setting hides a byte of them.
    private func change(of commit: ObjectID) async throws -> String {
        try await safe([
            "show", "--pretty=medium", "--no-abbrev-commit", "--no-notes", "--no-show-signature", "--no-mailmap",
            "--encoding=UTF-8", "--root", "--diff-merges=first-parent", "--stat", "--patch", "--text", "--no-ext-diff",
            "--no-textconv", "--no-relative", "--ignore-submodules=none", "--submodule=short", commit.hex, "--",
        ])
    }

    /// What git prints, with its colours and nobody else's.
    private func safe(_ arguments: [String]) async throws -> String {
        let plain = try await run(arguments, color: "never")
        guard style.isColored else { return ColoredText.visible(plain: plain) }
        return ColoredText.visible(plain: plain, colored: try await run(arguments, color: "always"))
            ?? ColoredText.visible(plain: plain)
    }

    private func run(_ arguments: [String], color: String) async throws -> [UInt8] {
        let (command, rest) = (arguments.prefix(1), arguments.dropFirst())
        let output = try await GitCommand.run(
            "git", command + ["--color=\(color)"] + rest, environment: GitCommand.asStored, outputLimit: Self.limit)
        guard output.status == 0 else {
            throw GitCommandError.failed(
                program: "git \(arguments[0])", status: output.status, message: output.standardError)
        }
        return output.standardOutput
    }
}
