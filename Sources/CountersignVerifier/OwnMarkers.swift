internal import CountersignMarkers
internal import CountersignObjects
internal import CountersignPolicy

/// The markers that a policy knows besides the built-in ones.
struct OwnMarkers {
    private let table: MarkerTable

    /// The policy's `[marker "…"]` sections; nil when it has none.
    init?(_ policy: Policy) {
        guard !policy.markers.isEmpty else { return nil }
        table = MarkerTable(
            custom: policy.markers.map { CustomMarker(tool: $0.tool, trailers: $0.trailers, authors: $0.authors) })
    }

    /// The facts of a commit with these markers added to those found already.
    func applied(to facts: CommitFacts) -> CommitFacts {
        let commit = facts.commit
        let own = table.flagging(author: commit.author, committer: commit.committer, message: commit.message)
        return CommitFacts(commit: commit, flagging: facts.flagging.adding(own.markers))
    }
}
