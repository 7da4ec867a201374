import CountersignGit
import CountersignObjects
import CountersignReports
import CountersignVerifier

/// What was decided on each commit, as notes that git itself can show: in a repository of their own that lives as long
/// as the value, so that nothing is written into the real one.
struct ApprovalNotes {
    private let directory: TemporaryDirectory
    /// The commits that hold the notes, one for each style.
    let commits: [ObjectID]

    /// Where git finds the notes' objects beside the repository's own.
    var objectDirectory: String { directory.path + "/objects" }

    /// Writes the statements on every commit that any speaks of, once in each style; nil where none does.
    ///
    /// Nobody can foretell the ids, so nothing that an author writes names these notes or looks like their heading.
    static func write(_ review: Review, _ commits: [ObjectID], styles: [Style]) async throws -> ApprovalNotes? {
        // git-fast-import(1)
        let secret = "\(UInt64.random(in: 0...UInt64.max)) \(UInt64.random(in: 0...UInt64.max))"
        var streams = styles.indices.map { number in
            Array("commit \(reference)\(number)\ncommitter countersign <> 0 +0000\n".utf8) + data(Array(secret.utf8))
        }
        var isEmpty = true
        for commit in commits {
            let considered = try review.verifier.statements(on: commit, by: review.inForce)
            guard !considered.isEmpty else { continue }
            isEmpty = false
            let statements = considered.map { CommitReport.ApprovalReport($0) }
            for (number, style) in styles.enumerated() {
                streams[number] += Array("M 100644 inline \(commit.hex)\n".utf8) + data(text(statements, style))
            }
        }
        return isEmpty ? nil : try await store(streams)
    }

    private static func text(_ statements: [CommitReport.ApprovalReport], _ style: Style) -> [UInt8] {
        let text = ApprovalText(statements, style: style, showsNames: false).render()
        // Git indents notes by itself.
        let lines = text.split(separator: "\n").map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0) }
        return Array(lines.joined(separator: "\n").utf8)
    }

    private static func data(_ bytes: [UInt8]) -> [UInt8] {
        Array("data \(bytes.count)\n".utf8) + bytes + [UInt8(ascii: "\n")]
    }

    private static func store(_ streams: [[UInt8]]) async throws -> ApprovalNotes {
        let directory = try TemporaryDirectory()
        try await git(["init", "--quiet", "--bare", "--template="], in: directory)
        try await git(["fast-import", "--quiet"], in: directory, input: streams.flatMap { $0 })
        let output = try await git(["rev-parse"] + streams.indices.map { "\(reference)\($0)" }, in: directory)
        let commits = output.standardOutput.split(separator: UInt8(ascii: "\n")).compactMap {
            ObjectID(hexBytes: Array($0))
        }
        guard commits.count == streams.count else { throw Failure("git did not store the notes to show") }
        return ApprovalNotes(directory: directory, commits: commits)
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
