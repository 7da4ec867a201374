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
            place of the ledger's raw lines. What authors wrote is spelled out where a terminal would act on it or an \
            eye not see it, wherever it goes: for bytes as they are there is `git log`.
            """)

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Options, revisions and paths of git log.", valueName: "git-log-argument"))
    var arguments: [String] = []

    func run() async throws {
        let workspace = try await Workspace.open()
        let review = try await Review.begin(about: try await tips(in: workspace), target: nil, .none, in: workspace)
        // Git's own decision on colours stands when its log goes to a terminal, and so does this.
        let output = LogOutput(
            arguments, style: try await workspace.style(),
            input: arguments.contains("--stdin") ? try StandardInput.read() : [])
        let notes = try await ApprovalNotes.write(
            review, try review.verifier.commitsSpokenOf(), styles: output.styles)
        var status: Int32 = 0
        try await Pager.find(own: workspace.settings["pager.log"]).show { write in
            status = try await output.write(notes, in: workspace.repository, write)
        }
        // Git has said why.
        if status != 0 { throw ExitCode(status == ExitStatus.usage ? ExitStatus.usage : ExitStatus.undecided) }
    }

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
}
