import CountersignApprovals
import CountersignObjects
import CountersignVerifier
import Testing

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
