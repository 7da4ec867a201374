internal import CountersignApprovals
public import CountersignObjects
internal import CountersignPolicy

/// How a statement comes to speak of a commit.
public enum Coverage: Hashable, Sendable {
    /// It names the commit.
    case subject
    /// The commit lies in the range that it names.
    case range
    /// It was given for a commit or range with the same change.
    case carried(from: ObjectID)

    /// The commit that it was given for, when that is another one.
    public var origin: ObjectID? {
        if case .carried(let origin) = self { origin } else { nil }
    }
}

/// Which statements speak of a commit.
final class CoverageFinder {
    private let history: any History
    private let book: StatementBook
    private let digests: ChangeDigests
    private var ranges: [CommitGraph.Position: [LedgerStatement]]?
    private var outside: OutsideHistory

    init(history: any History, book: StatementBook, digests: ChangeDigests) {
        self.history = history
        self.book = book
        self.digests = digests
        outside = OutsideHistory(history)
    }

    /// Every statement that names the commit or holds it in its range.
    func direct(to commit: ObjectID) throws -> [(entry: LedgerStatement, coverage: Coverage)] {
        let named = try book.index.statements(about: commit)
        let ranges = try ranges ?? rangesByCommit()
        self.ranges = ranges
        if named.isEmpty, ranges.isEmpty { return [] }
        let spanning = history.graph.position(of: commit).flatMap { ranges[$0] } ?? []
        let digests = Set(named.map(\.digest))
        return named.map { ($0, .subject) }
            + spanning.filter { !digests.contains($0.digest) }.map { ($0, .range) }
    }

    /// The statements given for another commit, or a range, with the same non-empty change.
    func carried(to commit: ObjectID) throws -> [(entry: LedgerStatement, coverage: Coverage)] {
        guard book.policy.approval.carry == .sameFiles, book.index.count > 0,
            let change = try digests.digest(of: commit)
        else { return [] }
        return try book.index.statements(signing: change).compactMap { entry in
            // A change of policy is bound to trees, and does not carry over.
            guard entry.statement.policyChange == nil else { return nil }
            return entry.statement.origin(of: change, besides: commit).map { (entry, .carried(from: $0)) }
        }
    }

    /// Everything that speaks of the commit, each statement once and by its most direct way.
    func all(of commit: ObjectID) throws -> [(entry: LedgerStatement, coverage: Coverage)] {
        let direct = try direct(to: commit)
        let seen = Set(direct.map(\.entry.digest))
        return direct + (try carried(to: commit).filter { !seen.contains($0.entry.digest) })
    }

    /// The statements in which somebody who is not trusted says that he wrote a whole range with this commit in it.
    func claims(by person: Person, on commit: ObjectID) throws -> [LedgerStatement] {
        guard !book.policy.isTrusted(person), let position = history.graph.position(of: commit) else { return [] }
        return try book.index.ranges.filter { entry in
            guard entry.statement.decision == .authored, entry.statement.reviewer.hasSameBytes(as: person.email),
                let range = entry.statement.range, let bases = try outside.below(range.base),
                let heads = try outside.below(range.head)
            else { return false }
            let graph = history.graph
            return heads.frontier.contains { graph.isAncestor(position, of: $0) }
                && !bases.frontier.contains { graph.isAncestor(position, of: $0) }
        }
    }

    /// The commits of a range that are at hand, in the graph or beside it.
    func commits(in range: Statement.CommitRange) throws -> [ObjectID] {
        guard let bases = try outside.below(range.base), let heads = try outside.below(range.head) else {
            return [range.head]
        }
        let beside = heads.outside.subtracting(bases.outside)
        return history.graph.between(bases.frontier, heads.frontier).map { history.graph.ids[$0] } + beside
    }

    /// Only statements by trusted people are spread over their ranges: anyone can write a line, and a thousand ranges over
    /// all of history must not cost a thousand walks.
    private func rangesByCommit() throws -> [CommitGraph.Position: [LedgerStatement]] {
        var found: [CommitGraph.Position: [LedgerStatement]] = [:]
        for entry in try book.index.ranges {
            guard case .success(let verified) = book.verified(entry), book.policy.isTrusted(verified.reviewer),
                let range = entry.statement.range,
                let bases = try outside.below(range.base), let heads = try outside.below(range.head)
            else { continue }
            for position in history.graph.between(bases.frontier, heads.frontier) {
                found[position, default: []].append(entry)
            }
        }
        return found
    }
}

extension Statement {
    /// The commit (a range: its head) for which this change was signed, another than `commit`.
    fileprivate func origin(of change: Digest256, besides commit: ObjectID) -> ObjectID? {
        if let origin = subjects.first(where: { $0 != commit && self.change(of: $0) == change }) { return origin }
        if let range, range.change == change, range.head != commit { return range.head }
        return nil
    }
}
