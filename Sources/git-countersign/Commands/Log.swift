import ArgumentParser
import CountersignGit
import CountersignObjects
import CountersignVerifier

/// `log`: git's own log, with what was decided under each commit.
struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show git's log, with the statements under each commit.",
        discussion: """
            Takes every option of `git log`, and looks like it. Under a commit stands what `show` tells of it, in \
            place of the ledger's raw lines.
            """)

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Options, revisions and paths of git log.", valueName: "git-log-argument"))
    var arguments: [String] = []

    func run() async throws {
        let workspace = try await Workspace.open()
        let review = try await Review.begin(about: try await tips(in: workspace), target: nil, .none, in: workspace)
        // Git's own decision on colours stands when its log goes to a terminal, and so does this.
        let style = try await workspace.style()
        let notes = try await ApprovalNotes.write(review, try review.verifier.commitsSpokenOf(), style: style)
        Terminal.leaveInterruptsToOthers()
        do throws(GitCommandError) {
            let status = try await GitCommand.attached(
                "git", ["log"] + (notes == nil ? [] : ["--notes"]) + arguments,
                environment: environment(notes, workspace))
            if status != 0 { throw GitCommandError.failed(program: "git log", status: status, message: "") }
        } catch .killed(_, signal: Self.brokenPipe) {
            // Somebody left the pager before the end.
        } catch .failed(_, let status, _) {
            // Git has said why.
            throw ExitCode(status == ExitStatus.usage ? ExitStatus.usage : ExitStatus.undecided)
        }
    }

    /// SIGPIPE, by POSIX's number.
    private static let brokenPipe: Int32 = 13

    /// The commits that the log starts from; git itself complains of what it does not understand.
    private func tips(in workspace: Workspace) async throws -> [ObjectID] {
        let output = try await GitCommand.run("git", ["rev-parse", "--revs-only", "--default", "HEAD"] + arguments)
        let ids = output.standardOutput.split(separator: UInt8(ascii: "\n")).compactMap {
            ObjectID(hexBytes: Array($0))
        }
        return try ids.filter { [.commit, .tag].contains(try workspace.repository.objectKind($0)) }.map {
            try workspace.repository.commit(named: $0.hex)
        }
    }

    private func environment(_ notes: ApprovalNotes?, _ workspace: Workspace) -> [String: String?] {
        guard let notes else { return [:] }
        return [
            // Git takes a name that ends in -g and an id for that object (gitrevisions(7)), and shows the name.
            "GIT_NOTES_DISPLAY_REF": "approvals-g\(notes.commit.abbreviated)",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": workspace.repository.alternates(adding: notes.objectDirectory),
        ]
    }
}
