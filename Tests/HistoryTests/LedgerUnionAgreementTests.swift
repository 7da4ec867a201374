import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignVerifier
import TestRepositories
import Testing

@Suite("Ledgers united in any order are one ledger")
struct LedgerUnionAgreementTests {
    private static let identity = Identity(
        name: "Tester", email: "tester@example.com", time: Timestamp(seconds: 1_790_000_000))

    @Test("the same envelopes in several clones, united in any order and any number of times, give the same notes")
    func unions() async throws {
        for seed in Trials(standard: 2).seeds.prefix(20) {
            let history = try await HistoryUnderTest(seed: seed, steps: Trials.stepsPerHistory)
            var dice = SeededGenerator(seed: seed &+ 7)
            let clones = Self.clones(of: history.random.lines, &dice)
            var snapshots: [[ObjectID: [[UInt8]]]] = []
            var verdicts: [[Verdict]] = []
            for number in 0..<3 {
                let name = "refs/notes/united-\(number)"
                let repeated = clones.shuffled(using: &dice) + clones.shuffled(using: &dice).prefix(2)
                for (index, clone) in repeated.enumerated() {
                    try await unite(clone, clone: "refs/notes/clone-\(number)-\(index)", into: name, history.repository)
                }
                let snapshot = try await Ledger.snapshot(history.repository, reference: name)
                snapshots.append(Dictionary(uniqueKeysWithValues: snapshot.notes.map { ($0.annotated, $0.lines) }))
                let ledger = try await CurrentLedger.open(history.repository, reference: name, worthwhile: nil)
                verdicts.append(try await self.verdicts(history, ledger.statements))
            }
            let expected = Self.notes(history.random.lines)
            #expect(snapshots.allSatisfy { $0 == expected }, "seed \(seed)")
            verdicts.append(try await self.verdicts(history, history.index(history.random.lines.count)))
            #expect(Set(verdicts).count == 1, "seed \(seed)")
        }
    }

    /// Writes a clone's ledger, and adds its lines to another, which becomes its descendant.
    private func unite(
        _ lines: [LedgerEntry], clone: String, into name: String, _ repository: Repository
    ) async throws {
        _ = try LedgerWriter(repository, reference: clone).add(lines, message: "Decide", identity: Self.identity)
        let snapshot = try await Ledger.snapshot(repository, reference: clone)
        let entries = snapshot.notes.flatMap { note in
            note.lines.map { LedgerEntry(annotated: note.annotated, line: $0) }
        }
        _ = try LedgerWriter(repository, reference: name).add(
            entries, message: "Unite", identity: Self.identity, parents: [snapshot.tip].compactMap { $0 })
    }

    /// Each line in one clone at least, and often in several.
    private static func clones(
        of lines: [RandomHistory.Line], _ dice: inout SeededGenerator
    ) -> [[LedgerEntry]] {
        var clones: [[LedgerEntry]] = [[], [], []]
        for line in lines {
            let first = Int.random(in: 0..<3, using: &dice)
            for clone in clones.indices where clone == first || Bool.random(using: &dice) {
                clones[clone].append(LedgerEntry(annotated: line.place, line: line.bytes))
            }
        }
        return clones.filter { !$0.isEmpty }
    }

    /// "Writers sort the lines bytewise and drop doubles and blank lines" (FORMAT.md, "Ledger").
    private static func notes(_ lines: [RandomHistory.Line]) -> [ObjectID: [[UInt8]]] {
        Dictionary(grouping: lines, by: \.place).mapValues { lines in
            Set(lines.map(\.bytes)).sorted { $0.lexicographicallyPrecedes($1) }
        }
    }

    private func verdicts(_ history: HistoryUnderTest, _ index: any StatementSource) async throws -> [Verdict] {
        let tip = history.random.main
        let verifier = Verifier(
            history: try await history.history([tip]), statements: index, now: Timestamp(seconds: history.random.clock),
            target: "refs/heads/main")
        return try await verifier.audit(tip: tip, root: history.random.root, keeping: .all).judgements.map(\.verdict)
    }
}
