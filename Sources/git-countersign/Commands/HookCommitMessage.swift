import ArgumentParser
internal import CountersignGit
import CountersignHistory
internal import CountersignMarkers
import CountersignObjects
import CountersignPolicy
import CountersignVerifier
import FoundationEssentials

/// `hook commit-msg`: asks for the declaration where the policy wants one.
struct HookCommitMessage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit-msg",
        abstract: "Ask for the AI-Assisted declaration; called by git before a commit.",
        discussion: """
            Under the policy's `unmarked = declare`, refuses a message of a non-trusted author that has neither a \
            marker nor a declaration. Does nothing under any other policy, and for merges.
            """)

    @Argument(help: "The file with the message.")
    var file: String

    func run() async throws {
        let workspace = try await Workspace.open()
        guard let policy = try await workspace.policyForMessages(), policy.unmarked == .declare,
            !FileManager.default.fileExists(atPath: workspace.repository.gitDirectory + "/MERGE_HEAD")
        else { return }
        let author = try await workspace.ident("GIT_AUTHOR_IDENT")
        if let person = policy.person(forEmail: author.email), policy.isTrusted(person) { return }
        let message = try await CommitMessage.read(file)
        let committer = try await workspace.ident("GIT_COMMITTER_IDENT")
        let own = MarkerTable(
            custom: policy.markers.map { CustomMarker(tool: $0.tool, trailers: $0.trailers, authors: $0.authors) })
        let states = [MarkerTable.builtIn, own].map {
            $0.flagging(author: author, committer: committer, message: message).state
        }
        guard states.allSatisfy({ $0 == .unmarked }) else { return }
        Terminal.note("countersign: the policy wants every commit to say whether AI took part; add one of these lines:")
        Terminal.note("  AI-Assisted: no")
        Terminal.note("  AI-Assisted: yes")
        Terminal.note("→ git commit --trailer 'AI-Assisted: no'   (or yes; your message is in \(file))")
        throw ExitCode(ExitStatus.fail)
    }
}

/// A message as git will store it.
enum CommitMessage {
    /// The file's text without what git takes out: all below the scissors line, and comments.
    static func read(_ file: String) async throws -> [UInt8] {
        let text = try FileContent.read(file)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.prefix { !$0.hasSuffix(scissors) }.joined(separator: "\n")
        let output = try await GitCommand.run("git", ["stripspace", "--strip-comments"], input: Array(kept.utf8))
        guard output.status == 0 else { throw Failure("git can't read the message: \(output.standardError)") }
        return output.standardOutput
    }

    /// Source: git's `wt-status.c`, `cut_line`.
    private static let scissors = "------------------------ >8 ------------------------"
}

extension Workspace {
    /// The policy that asks for declarations, as it stands; nil in a repository that has none.
    ///
    /// Not carried forward from the root: that would walk all of history before each commit, to ask for a line.
    fileprivate func policyForMessages() async throws -> Policy? {
        let head = try repository.reference("HEAD")
        guard let base = try await policyReference()?.commit ?? head else { return nil }
        let history = try await RepositoryHistory(repository: repository, tips: [])
        let verifier = Verifier(
            history: history, statements: StatementIndex(lines: []), now: Self.clock, target: nil)
        do {
            return try await verifier.policyInForce(at: base, root: nil).policy
        } catch VerifierError.noPolicy {
            return nil
        }
    }

    /// Who git would name as author or committer.
    fileprivate func ident(_ variable: String) async throws -> Ident {
        let output = try await GitCommand.run("git", ["var", variable])
        guard output.status == 0, let identity = Identity(gitVariable: output.firstLine) else {
            throw Failure(
                "git does not know who you are", advice: "git config user.name NAME && git config user.email ADDRESS")
        }
        return Ident(name: identity.name, email: identity.email, time: identity.time)
    }
}
