/// What is computed once for a history, whichever policies then judge it.
final class SharedFacts {
    let history: any History
    let checks = SignatureChecks()
    let digests: ChangeDigests
    let landings: Landings
    let flaggedBelow: FlaggedAncestry

    init(history: any History) {
        self.history = history
        digests = ChangeDigests(history: history)
        landings = Landings(history: history, digests: digests)
        flaggedBelow = FlaggedAncestry(graph: history.graph, flagged: history.flagged)
    }
}
