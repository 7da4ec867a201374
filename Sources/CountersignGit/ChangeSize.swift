public import CountersignObjects

/// How much a commit changes, as `git diff --numstat` counts it.
public struct ChangeSize: Hashable, Sendable {
    /// Lines added, those of binary files left out.
    public internal(set) var added = 0
    /// Lines removed, those of binary files left out.
    public internal(set) var removed = 0
    /// Files touched.
    public internal(set) var files = 0
    /// Files whose lines git does not count: binary ones, and those that an attribute calls so.
    public internal(set) var binary = 0

    /// Starts at nothing.
    public init() {}

    /// The sizes of commits, each against its first parent, from one run of git.
    ///
    /// `commits` gives each with its first parent, nil for a root. A commit that changes nothing has the size zero.
    /// A partial clone has git fetch the files that it lacks; `offline` makes them an error instead, from git 2.45 on.
    /// Throws `GitCommandError`.
    public static func measure(
        _ commits: [(id: ObjectID, parent: ObjectID?)], offline: Bool = false
    ) async throws(GitCommandError) -> [ObjectID: ChangeSize] {
        guard !commits.isEmpty else { return [:] }
        let lines = commits.map { "\($0.id.hex)\($0.parent.map { " \($0.hex)" } ?? "")\n" }
        var environment = GitCommand.asStored
        if offline { environment["GIT_NO_LAZY_FETCH"] = "1" }
        let output = try await GitCommand.run(
            "git",
            [
                "diff-tree", "--stdin", "--root", "-r", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv",
                "--no-relative", "--ignore-submodules=none",
            ], input: Array(lines.joined().utf8), environment: environment, outputLimit: 256 << 20)
        guard output.status == 0 else {
            throw .failed(program: "git diff-tree", status: output.status, message: output.standardError)
        }
        return read(output.standardOutput)
    }

    /// A line with an id, then a line `added<tab>removed<tab>path` for each file, `-` where lines are not counted.
    private static func read(_ output: [UInt8]) -> [ObjectID: ChangeSize] {
        var sizes: [ObjectID: ChangeSize] = [:]
        var current: ObjectID?
        for line in output.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2)
            if fields.count == 1 {
                current = ObjectID(hexBytes: Array(line))
            } else if let current, fields.count == 3 {
                sizes[current, default: ChangeSize()].add(fields[0], fields[1])
            }
        }
        return sizes
    }

    private mutating func add(_ added: ArraySlice<UInt8>, _ removed: ArraySlice<UInt8>) {
        files += 1
        guard let more = Int(String(decoding: added, as: UTF8.self)),
            let fewer = Int(String(decoding: removed, as: UTF8.self))
        else {
            binary += 1
            return
        }
        self.added += more
        self.removed += fewer
    }
}
