import CountersignObjects
import CountersignVerifier
import Testing

@Suite("A second reading of the rules agrees with the verifier")
struct GateAgreementTests {
    @Test("on every step of many random histories the gate gives the verdicts and refusals of the plain reading")
    func gate() async throws {
        let trials = Trials(standard: 16)
        print("COUNTERSIGN_SEED: seeds \(trials.seeds.first ?? 0) to \(trials.seeds.last ?? 0)")
        var counts = Counts()
        for seed in trials.seeds {
            let history = try await HistoryUnderTest(seed: seed, steps: Trials.stepsPerHistory)
            counts.add(events: history.random.events)
            for (step, moment) in history.random.moments.enumerated() {
                try await compare(history, moment, name: "seed \(seed), step \(step)", &counts)
            }
        }
        print(counts.text)
        // So few dice show less.
        if !trials.isLong { #expect(counts.verdicts.count > 9) }
    }

    private func compare(
        _ history: HistoryUnderTest, _ moment: RandomHistory.Moment, name: String, _ counts: inout Counts
    ) async throws {
        let verifier = try await history.verifier(
            [moment.base, moment.head], lineCount: moment.lineCount, now: moment.now)
        let reading = history.reading(lineCount: moment.lineCount, now: moment.now)
        let root = history.random.root
        if moment.base != moment.head, history.graph.history(of: moment.base).contains(moment.head) {
            await #expect(throws: VerifierError.headBehindBase(base: moment.base, head: moment.head)) {
                try await verifier.verify(base: moment.base, head: moment.head, root: root)
            }
            return
        }
        let judgements = try await verifier.verify(
            base: moment.base, head: moment.head, root: root, isUpdate: moment.isUpdate
        ).judgements
        let plain = try #require(
            reading.gate(base: moment.base, head: moment.head, root: root, isUpdate: moment.isUpdate))
        #expect(Set(judgements.map(\.id)) == Set(plain.keys), "\(name)")
        counts.steps += 1
        for judgement in judgements {
            guard let result = plain[judgement.id] else { continue }
            counts.add(judgement)
            Comparison(name: name, judgement: judgement, result: result).expectAgreement()
        }
    }
}
