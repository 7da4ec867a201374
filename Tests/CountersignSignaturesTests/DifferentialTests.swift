import FoundationEssentials
import Testing

/// Thousands of generated signatures, certificates, lines and lists: nothing that `ssh-keygen -Y verify` refuses may
/// ever count under a policy.
///
/// `COUNTERSIGN_CASES` sets their number, `COUNTERSIGN_SEED` the seed of what is not a key.
@Suite("Generated SSH signatures against ssh-keygen")
struct DifferentialTests {
    /// For what reasons something may be refused that ssh-keygen takes.
    private static let stricter = [
        "policy, bad-principal", "policy, shared-key", "allowed_signers, ", "revoked_keys", "key-not-this-person",
        "signature, malformed", "signature, unsupported algorithm", "signature, the certificate can't be used",
        "signature, weak key",
    ]

    @Test("nothing counts that ssh-keygen refuses, and what it takes is refused for known reasons only")
    func generated() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["COUNTERSIGN_SEED"].flatMap(UInt64.init) ?? 20_261_123
        let count = environment["COUNTERSIGN_CASES"].flatMap(Int.init) ?? 700
        var maker = try SSHCaseMaker(seed: seed)
        var accepted = 0
        var reasons: [String: Int] = [:]
        try await Workshop.with { workshop in
            for number in 0..<count {
                let example = try maker.next()
                let ours = example.refusal()
                let openSSH = try await workshop.openSSHAccepts(example)
                #expect(ours != nil || openSSH, "seed \(seed), case \(number): accepted though OpenSSH refuses")
                guard openSSH else { continue }
                accepted += ours == nil ? 1 : 0
                guard let ours else { continue }
                reasons[ours, default: 0] += 1
                let isKnown = Self.stricter.contains { ours.hasPrefix($0) }
                #expect(isKnown, "seed \(seed), case \(number): \(ours) though OpenSSH accepts")
            }
        }
        print("SSH: seed \(seed), \(count) cases, \(accepted) accepted by both, stricter than OpenSSH:")
        for (reason, number) in reasons.sorted(by: { $0.key < $1.key }) { print("  \(number) × \(reason)") }
        #expect(accepted > count / 10, "the cases are too wild to say much")
    }
}

extension Workshop {
    fileprivate func openSSHAccepts(_ example: SSHCase) async throws -> Bool {
        let revoked = try example.revokedKeys.map { try write("revoked", $0) }
        let date = try await utc(example.time)
        return try await openSSHAccepts(
            armored: armor(example.blob), message: SSHCase.message, namespace: "countersign",
            principal: SSHCase.principal, allowedSigners: Array(example.allowedSigners.utf8), at: date,
            revoked: revoked)
    }

    /// `YYYYMMDDHHMMSSZ`; the cases are all of three days in June 2026.
    private func utc(_ seconds: Int64) async throws -> String {
        let start: Int64 = 1_781_395_200
        let (day, rest) = (seconds - start).quotientAndRemainder(dividingBy: 86_400)
        let parts = [14 + day, rest / 3600, rest / 60 % 60, rest % 60]
        return "202606" + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined() + "Z"
    }
}
