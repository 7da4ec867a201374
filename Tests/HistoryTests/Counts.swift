import CountersignVerifier

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
