import CountersignObjects
import CountersignPolicy
import CountersignSignatures

@testable import CountersignVerifier

/// One generated question, whether a signature counts as alice's by these files at that time.
struct SSHCase {
    static let principal = "alice@example.com"
    static let message = Array("a message\n".utf8)

    let blob: [UInt8]
    let allowedSigners: String
    let revokedKeys: [UInt8]?
    /// In seconds since the epoch.
    let time: Int64

    /// The answer of the program's own code: nil when it counts, else why not.
    func refusal() -> String? {
        let policy: Policy
        do {
            policy = try Self.policy(allowedSigners, revokedKeys ?? [])
        } catch let error as PolicyError {
            return "policy, \(error.code.rawValue)"
        } catch let error as AllowedSignersError {
            return "allowed_signers, \(error.reason)"
        } catch {
            return "revoked_keys"
        }
        do throws(SSHSignatureError) {
            let verified = try SSHSignature.parse(blob: blob).verify(message: Self.message, namespace: "countersign")
            do throws(Refusal) {
                _ = try policy.attribute(
                    .ssh(verified), to: Self.principal, for: "countersign", at: Timestamp(seconds: time))
                return nil
            } catch {
                return error.code.rawValue
            }
        } catch {
            return "signature, \(Self.kind(of: error))"
        }
    }

    /// The error without the details that differ from case to case.
    private static func kind(of error: SSHSignatureError) -> String {
        switch error {
        case .malformed: "malformed"
        case .badSignature: "bad-signature"
        case .wrongNamespace: "wrong-namespace"
        default: error.description
        }
    }

    private static func policy(_ allowedSigners: String, _ revokedKeys: [UInt8]) throws -> Policy {
        let listing = """
            countersign.version\n1\0countersign.serial\n1\0countersign.repository\nacme/shop\0levels.order\nlow high\0\
            levels.trusted\nhigh\0person.alice@example.com.level\nhigh\0person.bob@example.com.level\nhigh\0
            """
        return try Policy.parse(
            entries: ConfigEntries.parse(listing: Array(listing.utf8)),
            allowedSigners: AllowedSigners.parse(Array(allowedSigners.utf8)),
            revokedKeys: RevokedKeys.parse(revokedKeys), knownMarkerVersions: [])
    }
}
