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
            + "\n" + change(of: judgement.id) + ownPart(of: judgement.facts.commit)
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
        let difference = try? await safe(
            ["range-diff", "--no-notes", "--creation-factor=999", "\(before.hex)^!", "\(commit.id.hex)^!"],
            by: ["--git-dir=\(review.workspace.repository.commonDirectory)"] + Self.everythingIsText, directory: "/")
        return style.apply(.strong, heading) + "\n" + (difference ?? "git range-diff could not tell.\n")
            + (try filesLeftDifferent(before, commit.id))
    }

    /// Git compares lines as far as their first NUL only.
    private func filesLeftDifferent(_ before: ObjectID, _ commit: ObjectID) throws -> String {
        let paths = try review.verifier.pathsLeftDifferent(by: before, and: commit)
            .map { VisibleText.line(String(decoding: $0, as: UTF8.self)) }
        guard !paths.isEmpty else { return "Every file that it touches is left as that left it.\n" }
        let more = paths.count > Self.shownPaths ? " and \(paths.count - Self.shownPaths) more" : ""
        return "Left with other contents: \(paths.prefix(Self.shownPaths).joined(separator: ", "))\(more)\n"
    }

    private static let shownPaths = 20

    /// Has git compare every file as text.
    ///
    /// It compares patches as it would print them, and has no option for this there: so it runs where there are no
    /// attributes, and what holds a NUL is text too. Else a file that can't be compared looks like one that is the same.
    private static let everythingIsText = GitCommand.withoutAttributes + ["-c", "diff.default.binary=false"]

    /// What a merge is besides what git makes of its parents: against its first parent alone, a merge that throws
    /// another parent's work away changes nothing.
    private func ownPart(of commit: CommitObject) async throws -> String {
        guard commit.parents.count > 1 else { return "" }
        let view = commit.parents.count == 2 ? "remerge" : "dense-combined"
        let difference = try await safe(Self.show(commit.id, ["--format=", "--diff-merges=\(view)"]))
        if commit.parents.count == 2, difference.isEmpty {
            return style.apply(.strong, "\nIt is what git makes of its parents.") + "\n"
        }
        let heading =
            commit.parents.count == 2
            ? "\nWhat it changes against git's own merge of its parents:"
            : "\nWhere it is like none of its parents:"
        return style.apply(.strong, heading) + "\n" + difference
    }

    /// Message and difference as they are: no driver, filter, attribute or setting hides a byte of them.
    private func change(of commit: ObjectID) async throws -> String {
        try await safe(Self.show(commit, ["--pretty=medium", "--diff-merges=first-parent", "--stat"]))
    }

    private static func show(_ commit: ObjectID, _ options: [String]) -> [String] {
        ["show"] + options + [
            "--no-abbrev-commit", "--no-notes", "--no-show-signature", "--no-mailmap", "--encoding=UTF-8", "--root",
            "--patch", "--text", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=none",
            "--submodule=short", commit.hex, "--",
        ]
    }

    /// What git prints, with its colours and nobody else's.
    private func safe(
        _ arguments: [String], by options: [String] = [], directory: String? = nil
    ) async throws -> String {
        let plain = try await run(options, arguments, directory, color: "never")
        guard style.isColored else { return ColoredText.visible(plain: plain) }
        return ColoredText.visible(
            plain: plain, colored: try await run(options, arguments, directory, color: "always"))
            ?? ColoredText.visible(plain: plain)
    }

    private func run(
        _ options: [String], _ arguments: [String], _ directory: String?, color: String
    ) async throws -> [UInt8] {
        let (command, rest) = (arguments.prefix(1), arguments.dropFirst())
        let output = try await GitCommand.run(
            "git", options + command + ["--color=\(color)"] + rest, directory: directory,
            environment: GitCommand.asStored,
            outputLimit: Self.limit)
        guard output.status == 0 else {
            throw GitCommandError.failed(
                program: "git \(arguments[0])", status: output.status, message: output.standardError)
        }
        return output.standardOutput
    }
}
