import CountersignObjects
import CountersignVerifier
import Testing

@Suite("The audit finds what the gate would have found")
struct AuditAgreementTests {
    @Test("the audit of random histories gives the verdicts of the gate at each step of the protected line")
    func audit() async throws {
        let trials = Trials(standard: 8)
        var counts = Counts()
        for seed in trials.seeds {
            let history = try await HistoryUnderTest(seed: seed, steps: Trials.stepsPerHistory)
            let tip = history.random.main
            // A moment inside the hours of grace of the last steps, so that some of what landed is pending.
            let now = history.graph[tip].committed + 60
            let verifier = try await history.verifier([tip], lineCount: history.random.lines.count, now: now)
            let root = history.random.root
            let audited = try await verifier.audit(tip: tip, root: root, keeping: .all).judgements
            var gated: [ObjectID: Verdict] = [:]
            let line = history.graph.firstParentLine(to: tip)
            let adopted = Array(line[try #require(line.firstIndex(of: root))...])
            for (base, head) in zip(adopted, adopted.dropFirst()) {
                for judgement in try await verifier.verify(base: base, head: head, root: root).judgements {
                    gated[judgement.id] = judgement.verdict
                }
            }
            #expect(Set(audited.map(\.id)) == Set(gated.keys), "seed \(seed)")
            for judgement in audited {
                counts.add(judgement)
                expect(judgement, gated[judgement.id], seed: seed)
            }
        }
        print("audits of \(trials.seeds.count) histories:", counts.text)
    }

    /// "In an audit, landed less than `grace` ago: `pending`" is the one difference (POLICY.md, 8).
    private func expect(_ judgement: Judgement, _ gated: Verdict?, seed: UInt64) {
        let isSame =
            judgement.verdict == .pending
            ? gated == .missing || gated == .insufficient : judgement.verdict == gated
        #expect(isSame, "seed \(seed), \(judgement.id.abbreviated): \(judgement.verdict), \(String(describing: gated))")
    }
}
