import CountersignObjects
import TestRepositories

/// A commit object written by hand, to be broken by a test.
public struct RawCommit {
    /// The id behind `tree`.
    public var tree: String
    /// The ids behind `parent`.
    public var parents: [String]
    /// What stands behind `author`.
    public var author: String
    /// What stands behind `committer`.
    public var committer: String
    /// What stands behind the committer, whole lines.
    public var more = ""
    /// The message's bytes.
    public var message: [UInt8]

    /// The header lines.
    public var headers: String {
        "tree \(tree)\n" + parents.map { "parent \($0)\n" }.joined() + "author \(author)\ncommitter \(committer)\n"
            + more
    }
    /// The whole object.
    public var bytes: [UInt8] { Array(headers.utf8) + [UInt8(ascii: "\n")] + message }
}

extension Scenario {
    /// The junior's flagged commit on top of `main` that changes nothing, as git would write it.
    public func rawCommit(_ message: String = "Change\n\n\(Scenario.marker)\n") async throws -> RawCommit {
        let junior = "June <\(cast.june.email)> \(Self.day.seconds) +0000"
        return RawCommit(
            tree: try await repository.git("rev-parse", "main^{tree}"),
            parents: [try await repository.git("rev-parse", "main")], author: junior, committer: junior,
            message: Array(message.utf8))
    }

    /// Stores a commit and hangs a senior's approval on it.
    public func approved(_ commit: RawCommit) async throws -> ObjectID {
        let id = try await store(commit.bytes)
        try await decide(by: cast.alice, on: id)
        return id
    }
}
