import CountersignObjects
import Scenarios
import TestRepositories

/// A commit object written by hand, to be broken by a test.
struct RawCommit {
    var tree: String
    var parents: [String]
    var author: String
    var committer: String
    /// What stands behind the committer, whole lines.
    var more = ""
    var message: [UInt8]

    var headers: String {
        "tree \(tree)\n" + parents.map { "parent \($0)\n" }.joined() + "author \(author)\ncommitter \(committer)\n"
            + more
    }
    var bytes: [UInt8] { Array(headers.utf8) + [UInt8(ascii: "\n")] + message }
}

extension Scenario {
    /// The junior's flagged commit on top of `main` that changes nothing, as git would write it.
    func rawCommit(_ message: String = "Change\n\n\(Scenario.marker)\n") async throws -> RawCommit {
        let junior = "June <\(cast.june.email)> \(Self.day.seconds) +0000"
        return RawCommit(
            tree: try await repository.git("rev-parse", "main^{tree}"),
            parents: [try await repository.git("rev-parse", "main")], author: junior, committer: junior,
            message: Array(message.utf8))
    }

    /// Stores a commit and hangs a senior's approval on it.
    func approved(_ commit: RawCommit) async throws -> ObjectID {
        let id = try await store(commit.bytes)
        try await decide(by: cast.alice, on: id)
        return id
    }
}
