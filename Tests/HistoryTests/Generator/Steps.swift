import CountersignObjects

extension RandomHistory {
    /// One step, whatever the dice make of it, and what to verify after it.
    mutating func step() {
        switch Int.random(in: 0..<100, using: &dice) {
        case 0..<20: commitStep()
        case 20..<24: branchStep()
        case 24..<34: mergeStep()
        case 34..<36: forwardStep()
        case 36..<43: pickStep()
        case 43..<48: revertStep()
        case 48..<53: squashStep()
        case 53..<59: policyStep()
        case 59: orphanStep()
        case 60: unreadableStep()
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
