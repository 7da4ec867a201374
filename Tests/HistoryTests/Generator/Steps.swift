import CountersignObjects

extension RandomHistory {
    /// One step, whatever the dice make of it, and what to verify after it.
    mutating func step() {
        switch Int.random(in: 0..<100, using: &dice) {
        case 0..<26: commitStep()
        case 26..<32: branchStep()
        case 32..<42: mergeStep()
        case 42..<45: forwardStep()
        case 45..<53: pickStep()
        case 53..<57: revertStep()
        case 57..<61: squashStep()
        case 61..<70: policyStep()
        case 70..<71: orphanStep()
        case 71..<72: unreadableStep()
        default: statementStep()
        }
        clock += chance(5) ? 20_000 : 60
        let line = Array(firstParents(of: main).reversed())
        let adopted = Array(line[(line.firstIndex(of: root) ?? 0)...])
        let base = chance(50) ? main : pick(adopted)
        let head = chance(60) ? pick(branches.values.sorted()) : lateCommit()
        moments.append(
            Moment(
                now: clock, lineCount: lines.count, main: main, base: base, head: head, isUpdate: chance(25)))
    }
}
