import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import FoundationEssentials
import Testing

/// Which histories are tried: a few in every run, as many as the environment says in a long one.
struct Trials {
    /// A history is done after so many steps, and another begins.
    static let stepsPerHistory = 50

    let seeds: [UInt64]
    let isLong: Bool

    init(standard count: Int) {
        let environment = ProcessInfo.processInfo.environment
        let steps = environment["COUNTERSIGN_STEPS"].flatMap { Int($0) }
        let start = environment["COUNTERSIGN_SEED"].flatMap { UInt64($0) } ?? 1
        let number = steps.map { max(1, $0 / Self.stepsPerHistory) } ?? count
        seeds = (0..<UInt64(number)).map { start &+ $0 }
        isLong = steps != nil
    }
}

@Suite("A second reading of the rules agrees with the verifier")
struct GateAgreementTests {
    @Test("on every step of many random histories the gate gives the verdicts and refusals of the plain reading")
    func gate() async throws {
        let trials = Trials(standard: 20)
        print("seeds \(trials.seeds.first ?? 0) to \(trials.seeds.last ?? 0)")
        var counts = Counts()
        for seed in trials.seeds {
            let t0 = ContinuousClock.now
            let history = try await HistoryUnderTest(seed: seed, steps: Trials.stepsPerHistory)
            T.grow += ContinuousClock.now - t0
            counts.add(events: history.random.events)
            for (step, moment) in history.random.moments.enumerated() {
                try await compare(history, moment, name: "seed \(seed), step \(step)", &counts)
            }
        }
        print(counts.text)
        print("hist", T.hist, "\ngrow", T.grow, "build", T.build, "verify", T.verify, "plain", T.plain)
        #expect(counts.verdicts.count > 9)
    }

    private func compare(
        _ history: HistoryUnderTest, _ moment: RandomHistory.Moment, name: String, _ counts: inout Counts
    ) async throws {
        let t0 = ContinuousClock.now
        let facts = try history.history([moment.base, moment.head])
        let tx = ContinuousClock.now
        T.hist += tx - t0
        let verifier = Verifier(
            history: facts, statements: history.index(moment.lineCount), now: Timestamp(seconds: moment.now),
            target: "refs/heads/main")
        let t1 = ContinuousClock.now
        T.build += t1 - t0
        let reading = history.reading(lineCount: moment.lineCount, now: moment.now)
        let root = history.random.root
        if moment.base != moment.head, history.graph.history(of: moment.base).contains(moment.head) {
            await #expect(throws: VerifierError.headBehindBase(base: moment.base, head: moment.head)) {
                try await verifier.verify(base: moment.base, head: moment.head, root: root)
            }
            return
        }
        let t2 = ContinuousClock.now
        let judgements = try await verifier.verify(
            base: moment.base, head: moment.head, root: root, isUpdate: moment.isUpdate
        ).judgements
        let t3 = ContinuousClock.now
        T.verify += t3 - t2
        defer { T.plain += ContinuousClock.now - t3 }
        let plain = try #require(
            reading.gate(base: moment.base, head: moment.head, root: root, isUpdate: moment.isUpdate))
        #expect(Set(judgements.map(\.id)) == Set(plain.keys), "\(name)")
        counts.steps += 1
        for judgement in judgements {
            if judgement.verdict != plain[judgement.id]?.verdict { debug(history, reading, moment, judgement, plain[judgement.id]) }
            guard let result = plain[judgement.id] else { continue }
            counts.add(judgement)
            Comparison(name: name, judgement: judgement, result: result).expectAgreement()
        }
    }
}

/// One commit's judgement beside its plain reading.
struct Comparison {
    let name: String
    let judgement: Judgement
    let result: PlainReading.Result

    func expectAgreement() {
        let verdict = judgement.verdict
        #expect(verdict == result.verdict, "\(name), \(judgement.id.abbreviated): \(judgement.reason)")
        guard verdict == result.verdict, needsApprovals else { return }
        for considered in judgement.statements where considered.statement?.decision == .approve {
            guard let digest = considered.digest, let faults = result.approvals[digest] else { continue }
            if let refusal = considered.refusal {
                #expect(faults.contains(refusal.code), "\(description) \(digest.text): \(refusal)")
            } else {
                #expect(faults.isEmpty, "\(description) \(digest.text) counts")
            }
        }
        let shown = Set(judgement.statements.compactMap(\.digest))
        let counting = result.approvals.filter(\.value.isEmpty).keys
        #expect(shown.isSuperset(of: counting), "\(description) lacks statements")
    }

    /// Whether the verdict rests on approvals, so that all of them must be shown.
    private var needsApprovals: Bool {
        switch judgement.verdict {
        case .approved, .carried, .waived, .missing, .insufficient: judgement.policyChange == nil
        default: false
        }
    }

    private var description: String { "\(name), \(judgement.id.abbreviated), \(judgement.verdict):" }
}

/// What was met, so that coverage can be seen.
struct Counts {
    var steps = 0
    private(set) var verdicts: [String: Int] = [:]
    private(set) var refusals: [String: Int] = [:]
    private(set) var events: [String: Int] = [:]

    mutating func add(_ judgement: Judgement) {
        verdicts[judgement.verdict.rawValue, default: 0] += 1
        for refusal in judgement.statements.compactMap(\.refusal) { refusals[refusal.code.rawValue, default: 0] += 1 }
    }

    mutating func add(events more: [String: Int]) { events.merge(more, uniquingKeysWith: +) }

    var text: String {
        func line(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
        return "\(steps) gates\nverdicts: \(line(verdicts))\nrefusals: \(line(refusals))\nevents: \(line(events))"
    }
}

/// DEBUG
func debug(_ h: HistoryUnderTest, _ r: PlainReading, _ m: RandomHistory.Moment, _ j: Judgement, _ p: PlainReading.Result?) {
    func s(_ id: ObjectID) -> String { String(id.hex.prefix(6)) }
    print("=====", m.base.abbreviated, m.head.abbreviated, "verifier", j.verdict, "plain", p.map { "\($0.verdict)" } ?? "-", j.reason)
    let f = r.inForce(at: m.base, root: h.random.root)
    print("POLICY", s(f!.tree), "serial", f!.policy.serial, "count", f!.policy.count, "trusted", f!.policy.trusted, "carry", f!.policy.carries, "unm", f!.policy.unmarked, "scopebranch", f!.policy.isScopeBranch, "waiver", f!.policy.waiver as Any, "proofclaim", f!.policy.isProofByClaim, "rules", f!.policy.rules, "levels", f!.policy.people.mapValues(\.level), "revk", f!.policy.revokedKeys)
    for id in h.random.made where h.graph.history(of: m.head).contains(id) || h.graph.history(of: m.base).contains(id) {
        let c = h.graph[id]
        print(id == j.id ? "->" : "  ", s(id), "par", c.parents.map(s), "pol", c.policyTree.map(s) ?? "-", c.author.prefix(6), "sig", c.signer as Any, c.declaration, "co", c.coAuthors, h.graph.cleanMerges.contains(id) ? "CLEAN" : "", "dig", h.graph.digest(of: id)?.hex.prefix(4) ?? "-", h.graph.change(of: id).paths.map { "\($0.key):\($0.value.old.map { s($0.id) } ?? "0")>\($0.value.new.map { s($0.id) } ?? "0")" }, c.committed, h.graph.history(of: m.base).contains(id) ? "inBase" : "")
    }
    print("now", m.now)
    for e in r.statements {
        let t = e.statement
        print("  ", e.digest.hex.prefix(8), t.decision.word, t.reviewer.prefix(6), t.signedAt.seconds, "sub", t.subjects.map(s), "range", t.range.map { "\(s($0.base))..\(s($0.head)) \($0.change?.hex.prefix(4) ?? "-")" } ?? "-", "pc", t.policyChange.map { "\(s($0.from))>\(s($0.to))" } ?? "-", "ch", t.changes.map { "\(s($0.key)):\($0.value.hex.prefix(4))" }, "rev", t.revokes?.hex.prefix(8) ?? "-", "exp", t.expires?.seconds ?? 0, t.target ?? "nil", t.repository == "example/shop" ? "" : "OTHERREPO", "keys", e.signatures.map { "\($0.key)\($0.isGood ? "" : "BAD")\($0.namespace == "git" ? "GIT" : "")" }, "at", e.places.map(s), "faults", p?.approvals[e.digest]?.map(\.rawValue) ?? [], "verifier", j.statements.first { $0.digest == e.digest }.map { $0.refusal?.code.rawValue ?? "counts" } ?? "unlisted")
    }
    for c in j.policyChange?.statements ?? [] { print("  policy", c.digest?.hex.prefix(8) ?? "", c.refusal?.code.rawValue ?? "counts") }
    print("  refusal", j.policyChange?.refusal ?? "", j.policyChange?.defect ?? "")
}

enum T {
    nonisolated(unsafe) static var hist = Duration.zero
    nonisolated(unsafe) static var grow = Duration.zero
    nonisolated(unsafe) static var build = Duration.zero
    nonisolated(unsafe) static var verify = Duration.zero
    nonisolated(unsafe) static var plain = Duration.zero
}
