import FoundationEssentials

/// Which histories are tried: a few in every run, as many as the environment says in a long one:
/// `COUNTERSIGN_SEED=7 COUNTERSIGN_STEPS=20000 swift test --filter HistoryTests`.
///
/// A failure names its seed; `COUNTERSIGN_SEED` with that and `COUNTERSIGN_STEPS=50` makes the same history again.
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
