internal import CountersignApprovals
internal import CountersignObjects

/// Where a change stands in history: the commits with the same change digest.
///
/// Only commits that can have needed an approval are looked at: flagged ones and merges that brought some in, or all
/// where the policy asks of all. What a commit at a shallow boundary changed can't be told, and the report says that
/// history ends there.
final class Landings {
    private let history: any History
    private let digests: ChangeDigests
    private let flagged: FlaggedAncestry
    /// Sorted by what they change, and then by where they stand.
    private var known: [Candidates: [Landing]] = [:]

    /// A commit and what it changes.
    private struct Landing {
        let change: Digest256
        let position: CommitGraph.Position
    }

    init(history: any History, digests: ChangeDigests, flagged: FlaggedAncestry) {
        self.history = history
        self.digests = digests
        self.flagged = flagged
    }

    /// The commits with this change, besides `commit`, in its own history or in that of `base`.
    func earlier(
        _ change: Digest256, than commit: CommitGraph.Position, base: CommitGraph.Position?, among: Candidates
    ) async throws -> [CommitGraph.Position] {
        try await commits(with: change, among: among).filter { isEarlier($0, than: commit, base: base) }
    }

    /// Whether another commit is in the history of `commit`, or in that of `base`.
    func isEarlier(
        _ other: CommitGraph.Position, than commit: CommitGraph.Position, base: CommitGraph.Position?
    ) -> Bool {
        guard other != commit else { return false }
        let graph = history.graph
        return graph.isAncestor(other, of: commit) || base.map { graph.isAncestor(other, of: $0) } ?? false
    }

    /// Which commits can have needed an approval.
    enum Candidates {
        case flagged
        case all
    }

    /// Finds out what all of them change, which takes less time at once than one by one.
    func prepare(_ among: Candidates) async throws { _ = try await landings(among) }

    private func commits(with change: Digest256, among: Candidates) async throws -> [CommitGraph.Position] {
        let landings = try await landings(among)
        let first = landings.partitionPoint { $0.change >= change }
        return landings[first...].prefix { $0.change == change }.map(\.position)
    }

    private func landings(_ among: Candidates) async throws -> [Landing] {
        if let found = known[among] { return found }
        let found =
            switch among {
            case .flagged: try await find { history.flagged.contains($0) || flagged.mayBringInFlagged($0) }
            case .all: try await find { _ in true }
            }
        known[among] = found
        return found
    }

    private func find(where isCandidate: (CommitGraph.Position) -> Bool) async throws -> [Landing] {
        let graph = history.graph
        let candidates = try (0..<graph.count).filter { try isCandidate($0) && history.isAtHand(graph.ids[$0]) }
        try await digests.prepare(candidates.map { graph.ids[$0] })
        return try candidates.compactMap { position in
            try digests.digest(of: graph.ids[position]).map { Landing(change: $0, position: position) }
        }.sorted { ($0.change, $0.position) < ($1.change, $1.position) }
    }
}
