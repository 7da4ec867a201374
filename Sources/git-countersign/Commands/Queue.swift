import ArgumentParser
import CountersignReports

/// `queue`: what waits for me.
struct Queue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the commits that wait for your approval, oldest first.",
        discussion: """
            Lists what lacks an approval that you, by the policy, may give and have not given. Without a range: the \
            current branch against the protected branch.
            The fields of --porcelain and -z are parted by tabs: id, verdict, since when it waits, lines added, lines \
            removed, files, author, why it is flagged, subject.
            """)

    @OptionGroup var waiting: WaitingOptions

    @Flag(help: "List what waits for anybody, whoever you are.")
    var anyone = false

    @Flag(help: "Print a line for each commit, for scripts; the fields never change.")
    var porcelain = false

    @Flag(name: .customShort("z"), help: "The same with a NUL behind each, not a line feed.")
    var isNULTerminated = false

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var progress: ProgressOptions

    func run() async throws {
        let workspace = try await Workspace.open()
        let report = try await WaitingCommits.find(
            waiting, anyone ? .anybody : .me, policy, progress, in: workspace
        ).report()
        guard porcelain || isNULTerminated else {
            return try await Pager.find().print(QueueText(report, style: try await workspace.style()).render())
        }
        let text = QueueText(report, style: Style(isColored: false))
        try Terminal.print(text.porcelain(end: isNULTerminated ? "\0" : "\n"))
    }
}
