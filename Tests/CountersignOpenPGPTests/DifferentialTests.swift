import CountersignObjects
import CountersignOpenPGP
import FoundationEssentials
import Scenarios
import Testing

/// Generated keys and signatures: nothing that gpg refuses, with a keyring of exactly that key, may ever be good here.
///
/// `COUNTERSIGN_OPENPGP_CASES` sets their number, `COUNTERSIGN_SEED` the seed of what is not a key.
@Suite("Generated OpenPGP signatures against gpg", .serialized)
struct DifferentialTests {
    /// How the module answers: nil for a good signature.
    private static func refusal(_ example: OpenPGPCase) -> String? {
        do {
            let keyring = try OpenPGPKeyring.parse([("key.asc", example.key)])
            let verifier = OpenPGPVerifier(
                keyring: keyring, now: Timestamp(seconds: Int64(OpenPGPCaseMaker.day)))
            _ = try verifier.verify(signature: example.signature, message: example.message)
            return nil
        } catch let error as OpenPGPKeyringError {
            return "the key: \(kind(of: error.reason))"
        } catch let error as OpenPGPError {
            return kind(of: error)
        } catch {
            return "\(error)"
        }
    }

    /// The error without the details that differ from case to case.
    private static func kind(of error: OpenPGPError) -> String {
        switch error {
        case .malformed(let what): "malformed, \(what.filter { !$0.isHexDigit || $0.isLetter && $0.isLowercase })"
        case .keyRevoked: "revoked"
        case .keyExpired: "expired"
        case .unknownKey: "unknown"
        default: error.description
        }
    }

    @Test("nothing is good that gpg refuses")
    func generated() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["COUNTERSIGN_SEED"].flatMap(UInt64.init) ?? 20_261_123
        let count = environment["COUNTERSIGN_OPENPGP_CASES"].flatMap(Int.init) ?? 200
        var maker = try await OpenPGPCaseMaker(seed: seed)
        var accepted = 0
        var reasons: [String: Int] = [:]
        for number in 0..<count {
            let example = maker.next()
            let ours = Self.refusal(example)
            let gpg = try await GnuPG.accepts(
                example.signature, of: example.message, keys: [example.key], at: OpenPGPCaseMaker.day)
            #expect(ours != nil || gpg, "seed \(seed), case \(number): good though gpg refuses: \(example.what)")
            guard gpg else { continue }
            accepted += ours == nil ? 1 : 0
            guard let ours else { continue }
            reasons[ours, default: 0] += 1
            let isAboutBytes = ours == OpenPGPError.badSignature.description || ours == "unknown"
            #expect(!example.isIntact || !isAboutBytes, "gpg and librnp disagree on the same bytes: \(example.what)")
        }
        print("OpenPGP: seed \(seed), \(count) cases, \(accepted) good for both, stricter than gpg:")
        for (reason, number) in reasons.sorted(by: { $0.key < $1.key }) { print("  \(number) × \(reason)") }
        #expect(accepted > count / 10, "the cases are too wild to say much")
    }
}
