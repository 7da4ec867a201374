import ArgumentParser
import CountersignGit
import CountersignObjects
import CountersignVerifier

/// Where to look for commits that wait, and for which of them.
struct WaitingOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("BASE..HEAD, or a single HEAD.", valueName: "range"))
    var range: String?

    @Flag(help: "Look at every local and remote-tracking branch.")
    var allBranches = false

    @Flag(help: "Look at what has landed on the protected branch too.")
    var landed = false

    @Option(help: ArgumentHelp("Only commits whose author's name or address contains this.", valueName: "TEXT"))
    var author: String?

    func validate() throws {
        if range != nil, allBranches { throw ValidationError("name a range or --all-branches, not both") }
    }

    /// A range to look at, and its branch where there are several.
    struct Place {
        let range: RevisionRange
        let branch: String?
    }

    /// What the arguments name; without any, the current branch.
    func places(in workspace: Workspace) async throws -> [Place] {
        let repository = workspace.repository
        if let range, let range = try RevisionRange.parse(range, in: repository) {
            return [Place(range: range, branch: nil)]
        }
        let base = try await workspace.defaultBase()
        guard allBranches else {
            let head = try repository.commit(named: range ?? "HEAD")
            return [Place(range: RevisionRange(base: base, head: head), branch: nil)]
        }
        return try Self.branches(of: repository).filter { $0.commit != base }.map { branch in
            Place(range: RevisionRange(base: base, head: branch.commit), branch: branch.name)
        }
    }

    /// The local branches, then those of remotes, each tip once.
    private static func branches(of repository: Repository) throws -> [(name: String, commit: ObjectID)] {
        let references = try repository.references()
        var seen: Set<ObjectID> = []
        return ["refs/heads/", "refs/remotes/"].flatMap { prefix in
            references.filter { $0.name.hasPrefix(prefix) }.compactMap { name, commit in
                seen.insert(commit).inserted ? (String(name.dropFirst(prefix.count)), commit) : nil
            }
        }
    }

    /// Whether the commit's author is one of those asked for, in either case, as `git log -i --author` compares.
    func asks(_ judgement: Judgement) throws -> Bool {
        guard let author = author?.lowercased() else { return true }
        let found = judgement.facts.commit.author
        return "\(found.name) <\(found.email)>".lowercased().contains(author)
    }
}
