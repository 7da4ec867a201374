import CountersignApprovals
import CountersignGit
import CountersignObjects
import CountersignPolicy
import CountersignVerifier

/// The commits that a person approved before and that history has replaced since, as a rebase does.
struct Predecessors {
    /// What a rebase leaves as it was.
    private struct Trace: Hashable {
        let author: String
        let authoredAt: String
        let subject: String
    }

    private let commits: [Trace: [ObjectID]]

    /// Finds them among what the person's statements cover and the clone still has.
    static func find(of person: Person, in review: Review) async throws -> Predecessors {
        var revisions: [String] = []
        for entry in try review.statements.statements
        where entry.statement.decision == .approve && entry.statement.reviewer == person.email {
            guard case .success(let verified) = review.verifier.verified(entry, by: review.inForce),
                try review.verifier.takenBack(verified, by: review.inForce) == nil
            else { continue }
            revisions += entry.statement.subjects.map { "\($0.hex)^!" }
            if let range = entry.statement.range { revisions.append("\(range.base.hex)..\(range.head.hex)") }
        }
        return Predecessors(commits: try await traces(revisions))
    }

    /// The commit approved before that this one took the place of; nil where there is none, or no telling.
    func predecessor(of commit: CommitObject) -> ObjectID? {
        let author = commit.author
        let trace = Trace(author: author.email, authoredAt: "\(author.time.seconds)", subject: commit.subject)
        let found = Set(commits[trace] ?? [])
        return found.contains(commit.id) || found.count != 1 ? nil : found.first
    }

    /// One run of git for each thing approved would be too slow, so ranges are walked together; where one covers what
    /// another excludes, a commit can be passed over, and then there is no comparison to show.
    private static func traces(_ revisions: [String]) async throws -> [Trace: [ObjectID]] {
        let singles = revisions.filter { $0.hasSuffix("^!") }.map { String($0.dropLast(2)) }
        let ranges = revisions.filter { !$0.hasSuffix("^!") }
        let lines = try await log(singles, ["--no-walk=unsorted"]) + (try await log(ranges, []))
        var traces: [Trace: [ObjectID]] = [:]
        for line in lines {
            let fields = line.split(separator: 0, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 4, let id = ObjectID(hex: fields[0]) else { continue }
            traces[Trace(author: fields[1], authoredAt: fields[2], subject: fields[3]), default: []].append(id)
        }
        return traces
    }

    private static func log(_ revisions: [String], _ options: [String]) async throws -> [ArraySlice<UInt8>] {
        guard !revisions.isEmpty else { return [] }
        let output = try await GitCommand.run(
            "git",
            ["log", "--ignore-missing", "--no-show-signature", "--no-color", "--format=%H%x00%ae%x00%at%x00%s"]
                + options + ["--stdin"],
            input: Array(revisions.map { "\($0)\n" }.joined().utf8), environment: GitCommand.asStored,
            outputLimit: 256 << 20)
        return output.status == 0 ? output.standardOutput.split(separator: UInt8(ascii: "\n")) : []
    }
}
