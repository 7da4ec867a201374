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
    private var flaggedOnly: [Digest256: [CommitGraph.Position]]?
    private var everything: [Digest256: [CommitGraph.Position]]?

    init(history: any History, digests: ChangeDigests, flagged: FlaggedAncestry) {
        self.history = history
        self.digests = digests
        self.flagged = flagged
    }

    /// The commits with this change, besides `commit`, in its own history or in that of `base`.
    func earlier(
        _ change: Digest256, than commit: CommitGraph.Position, base: CommitGraph.Position?, among: Candidates
    ) throws -> [CommitGraph.Position] {
        try commits(with: change, among: among).filter { isEarlier($0, than: commit, base: base) }
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

    private func commits(with change: Digest256, among: Candidates) throws -> [CommitGraph.Position] {
        switch among {
        case .flagged:
            let known = try flaggedOnly ?? group { history.flagged.contains($0) || flagged.mayBringInFlagged($0) }
            flaggedOnly = known
            return known[change] ?? []
        case .all:
            let known = try everything ?? group { _ in true }
            everything = known
            return known[change] ?? []
        }
    }

    private func group(
        where isCandidate: (CommitGraph.Position) -> Bool
    ) throws -> [Digest256: [CommitGraph.Position]] {
        var found: [Digest256: [CommitGraph.Position]] = [:]
        for position in 0..<history.graph.count where isCandidate(position) {
            let id = history.graph.ids[position]
            guard try history.isAtHand(id), let digest = try digests.digest(of: id) else { continue }
            found[digest, default: []].append(position)
        }
        return found
    }
}
