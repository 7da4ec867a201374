import CountersignGit
import CountersignHistory
import CountersignLedger
import CountersignObjects
import CountersignPolicy
import CountersignVerifier

/// What this verifier saw of the repository before, held against what it sees now.
struct Remembrance {
    private let file: MemoryFile
    private let before: VerifierMemory
    private let repository: Repository
    private let ledger: ObjectID?

    /// Recalls what was seen, and refuses a ledger that lacks what it had.
    static func begin(
        _ options: MemoryOptions, ledger: CurrentLedger, in workspace: Workspace
    ) throws -> Remembrance {
        let sharing = MemoryFile.Sharing(setting: workspace.settings["core.sharedrepository"])
        let file = MemoryFile(workspace.repository, sharing: sharing)
        if options.forget { try file.forget() }
        let remembrance = Remembrance(
            file: file, before: try file.read(), repository: workspace.repository, ledger: ledger.tip)
        try remembrance.requireLedger(atLeast: options.ledgerAtLeast)
        return remembrance
    }

    /// Refuses a root or a serial that went back, then remembers what was seen.
    ///
    /// - Parameter holder: the tip of the branch that holds the policy: only there the serial never falls.
    func conclude(_ verification: Verification, at commit: ObjectID?, holder: ObjectID?) throws {
        let serial = commit != nil && commit == holder ? verification.policy.policy.serial : nil
        let now = VerifierMemory(
            trustRoot: verification.origin.trustRoot, serial: verification.policy.tree == nil ? nil : serial,
            ledger: ledger)
        if let lapse = try before.lapse(to: now, descends: repository.descends) { throw lapse }
        if let refusal = try file.replace(before, by: before.updated(by: now)) {
            Terminal.note("warning: this verification is not remembered: \(refusal)")
        }
    }

    private func requireLedger(atLeast wanted: String?) throws {
        if let seen = before.ledger, ledger == nil { throw MemoryLapse.ledger(seen: seen, now: nil) }
        let now = VerifierMemory(ledger: ledger)
        if let lapse = try before.lapse(to: now, descends: repository.descends) { throw lapse }
        guard let wanted else { return }
        guard let id = ObjectID(hex: wanted) else {
            throw Failure("--ledger-at-least takes a full object id", status: ExitStatus.usage)
        }
        guard let ledger, try repository.descends(ledger, from: id) else {
            throw MemoryLapse.ledgerLacks(wanted: id)
        }
    }
}
