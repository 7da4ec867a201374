public import CountersignObjects

/// What a verifier has seen of a repository, and does not go back below (POLICY.md, "Which policy").
public struct VerifierMemory: Hashable, Sendable {
    /// The root that was pinned.
    public var trustRoot: ObjectID?
    /// The highest serial of a policy in force on the branch that holds the policy.
    public var serial: Int?
    /// The ledger's tip.
    public var ledger: ObjectID?

    /// Starts with nothing seen.
    public init(trustRoot: ObjectID? = nil, serial: Int? = nil, ledger: ObjectID? = nil) {
        (self.trustRoot, self.serial, self.ledger) = (trustRoot, serial, ledger)
    }

    /// The lines of a file, a name and a value each.
    public var text: String {
        let lines = [
            trustRoot.map { "trust-root \($0.hex)\n" }, serial.map { "serial \($0)\n" },
            ledger.map { "ledger \($0.hex)\n" },
        ]
        return lines.compactMap { $0 }.joined()
    }

    /// Reads ``text`` back; nil for anything else.
    public init?(text: String) {
        self.init()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let value = parts.last else { return nil }
            switch parts.first {
            case "trust-root": trustRoot = ObjectID(hex: value)
            case "serial": serial = Int(value)
            case "ledger": ledger = ObjectID(hex: value)
            default: return nil
            }
        }
        guard self.text == text else { return nil }
    }

    /// The way in which what is seen now falls behind what was seen before; nil when it does not.
    ///
    /// - Parameters:
    ///   - now: what is seen now; what it does not hold is not judged.
    ///   - descends: whether one commit has another in its history.
    public func lapse(
        to now: VerifierMemory, descends: (_ new: ObjectID, _ old: ObjectID) throws -> Bool
    ) rethrows -> MemoryLapse? {
        if let old = trustRoot, let new = now.trustRoot, new != old, try !descends(new, old) {
            return .trustRoot(seen: old, now: new)
        }
        if let old = serial, let new = now.serial, new < old { return .serial(seen: old, now: new) }
        if let old = ledger, let new = now.ledger, new != old, try !descends(new, old) {
            return .ledger(seen: old, now: new)
        }
        return nil
    }

    /// What is remembered after `now` was seen.
    public func updated(by now: VerifierMemory) -> VerifierMemory {
        VerifierMemory(
            trustRoot: now.trustRoot ?? trustRoot, serial: now.serial ?? serial, ledger: now.ledger ?? ledger)
    }
}

/// Something went back to what it was before: a repository that was rewound, or a verifier that was misled.
public enum MemoryLapse: Error, Hashable, Sendable {
    /// The pinned root is not one that descends from the root before.
    case trustRoot(seen: ObjectID, now: ObjectID)
    /// The policy in force is older than one that was in force before.
    case serial(seen: Int, now: Int)
    /// The ledger lacks what it had before; nil when there is none at all.
    case ledger(seen: ObjectID, now: ObjectID?)
    /// The ledger lacks the commit that was asked for.
    case ledgerLacks(wanted: ObjectID)
}
