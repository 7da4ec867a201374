import CountersignGit
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// What was decided on each commit, as notes that git itself can show: in a repository of their own that lives as long
/// as the value, so that nothing is written into the real one.
struct ApprovalNotes {
    private let directory: TemporaryDirectory
    /// The commit that holds the notes.
    let commit: ObjectID

    /// Where git finds the notes' objects beside the repository's own.
    var objectDirectory: String { directory.path + "/objects" }

    /// Writes the statements on every commit that any speaks of; nil where none does.
    static func write(_ review: Review, _ commits: [ObjectID], style: Style) async throws -> ApprovalNotes? {
        var stream: [UInt8] = []
        for commit in commits {
            let considered = try review.verifier.statements(on: commit, by: review.inForce)
            guard !considered.isEmpty else { continue }
            let text = ApprovalText(considered.map { .init($0) }, style: style, showsNames: false).render()
            // Git indents notes by itself.
            let lines = text.split(separator: "\n").map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0) }
            let bytes = Array(lines.joined(separator: "\n").utf8)
            stream += Array("M 100644 inline \(commit.hex)\ndata \(bytes.count)\n".utf8) + bytes + [UInt8(ascii: "\n")]
        }
        guard !stream.isEmpty else { return nil }
        let directory = try TemporaryDirectory()
        // git-fast-import(1)
        let heading = "commit \(reference)\ncommitter countersign <> 0 +0000\ndata 0\n"
        try await git(["init", "--quiet", "--bare", "--template="], in: directory)
        try await git(["fast-import", "--quiet"], in: directory, input: Array(heading.utf8) + stream)
        let output = try await git(["rev-parse", "--verify", reference], in: directory)
        guard let commit = ObjectID(hex: output.firstLine) else { throw Failure("git did not store the notes to show") }
        return ApprovalNotes(directory: directory, commit: commit)
    }

    private static let reference = "refs/notes/shown"

    @discardableResult
    private static func git(
        _ arguments: [String], in directory: TemporaryDirectory, input: [UInt8]? = nil
    ) async throws -> GitCommand.Output {
        let elsewhere: [String: String?] = [
            "GIT_DIR": directory.path, "GIT_WORK_TREE": nil, "GIT_COMMON_DIR": nil, "GIT_OBJECT_DIRECTORY": nil,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": nil, "GIT_INDEX_FILE": nil, "GIT_DEFAULT_HASH": "sha1",
        ]
        let output = try await GitCommand.run("git", arguments, input: input, environment: elsewhere)
        guard output.status == 0 else {
            throw Failure("git \(arguments[0]) failed: \(output.standardError)")
        }
        return output
    }
}
