public import CountersignObjects

/// `git merge-tree --write-tree`, writing into a temporary object directory that is removed afterwards.
public struct MergeTreeCommand: Hashable, Sendable {
    let gitDirectory: String
    let objectDirectories: [String]

    /// What is to be merged.
    public struct Sides: Hashable, Sendable {
        let ours: ObjectID
        let theirs: ObjectID
        let base: ObjectID?

        /// Two commits, and their only merge base, where it is known: git finds it again only after a long walk.
        public init(ours: ObjectID, theirs: ObjectID, base: ObjectID? = nil) {
            (self.ours, self.theirs, self.base) = (ours, theirs, base)
        }
    }

    /// The tree that git's merge of two commits gives; nil when there is a conflict.
    ///
    /// Neither the user's and the system's configuration, nor replace refs, grafts, or the attributes of a work tree or
    /// of `HEAD` play a part. Needs git 2.38. Throws `GitCommandError`.
    public func cleanMergeTree(of merge: Sides) async throws(GitCommandError) -> ObjectID? {
        let scratch = try TemporaryDirectory()
        defer { withExtendedLifetime(scratch) {} }
        let asked = standIns(for: [merge], in: scratch).first ?? merge
        let output = try await run(["--name-only", asked.ours.hex, asked.theirs.hex], in: scratch)
        let line = output.standardOutput.prefix { $0 != UInt8(ascii: "\n") }
        switch (output.status, ObjectID(hexBytes: Array(line))) {
        case (0, let tree?): return tree
        case (1, .some): return nil
        default: throw .failed(program: "git merge-tree", status: output.status, message: Self.reason(output))
        }
    }

    /// The merges as git is to be asked about them.
    func standIns(for merges: [Sides], in scratch: TemporaryDirectory) -> [Sides] {
        StandInCommits.replacing(merges, in: scratch.path, reading: objectDirectories)
    }

    /// Runs git where nothing but the objects sways it.
    func run(
        _ arguments: [String], input: [UInt8]? = nil, in scratch: TemporaryDirectory
    ) async throws(GitCommandError) -> GitCommand.Output {
        try await GitCommand.run(
            "git",
            ["--git-dir=\(gitDirectory)", "-c", "core.bare=true"] + GitCommand.withoutAttributes
                + ["merge-tree", "--write-tree", "--no-messages", "--allow-unrelated-histories"] + arguments,
            // Git reads attributes from where it runs, which can be a work tree with anybody's `* merge=union` in it.
            input: input, directory: scratch.path, environment: environment(scratch.path), outputLimit: 64 << 20)
    }

    /// The line that says why: git's hints stand before it.
    private static func reason(_ output: GitCommand.Output) -> String {
        let lines = output.standardError.split(separator: "\n")
        return String(lines.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") } ?? lines.first ?? "no reason")
    }

    /// What `git --version` says.
    ///
    /// Throws `GitCommandError`.
    public static func version() async throws(GitCommandError) -> String {
        let output = try await GitCommand.run("git", ["--version"])
        guard output.status == 0 else {
            throw .failed(program: "git --version", status: output.status, message: output.standardError)
        }
        return String(decoding: output.standardOutput.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private func environment(_ scratch: String) -> [String: String?] {
        [
            "GIT_OBJECT_DIRECTORY": scratch,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": ObjectDirectories.variable(objectDirectories),
            "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_DIR": nil, "GIT_COMMON_DIR": nil, "GIT_PREFIX": nil,
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_CONFIG_COUNT": nil,
            "GIT_CONFIG_PARAMETERS": nil, "GIT_ATTR_NOSYSTEM": "1", "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_GRAFT_FILE": "/dev/null", "LC_ALL": "C",
        ]
    }
}

extension Repository {
    /// Git's own merge on this repository's objects.
    public var mergeTreeCommand: MergeTreeCommand {
        MergeTreeCommand(gitDirectory: gitDirectory, objectDirectories: objectDirectories)
    }
}
