import CountersignSignatures
import Testing

/// What a case should come to: the same answer as OpenSSH, or a refusal of what OpenSSH takes, with the reason.
enum Expected: Sendable {
    case bothAccept
    case bothRefuse
    case onlyWeRefuse(String)
}

/// The one thing that may never happen is that we accept what OpenSSH refuses.
func compare(_ ours: Bool, _ openSSH: Bool, _ expected: Expected, _ what: String) {
    #expect(!ours || openSSH, "accepted though OpenSSH refuses: \(what)")
    switch expected {
    case .bothAccept: #expect(ours && openSSH, "ours \(ours), OpenSSH \(openSSH): \(what)")
    case .bothRefuse: #expect(!ours && !openSSH, "ours \(ours), OpenSSH \(openSSH): \(what)")
    case .onlyWeRefuse(let reason): #expect(!ours && openSSH, "not stricter (\(reason)): \(what)")
    }
}

/// Whether the module finds the signature good by the key inside it.
func accepts(blob: [UInt8], message: [UInt8], namespace: String) -> Bool {
    (try? SSHSignature.parse(blob: blob).verify(message: message, namespace: namespace)) != nil
}

/// The error with which the module refuses the signature; nil when it is good.
func refusal(of blob: [UInt8], message: [UInt8], namespace: String) -> SSHSignatureError? {
    do throws(SSHSignatureError) {
        _ = try SSHSignature.parse(blob: blob).verify(message: message, namespace: namespace)
        return nil
    } catch {
        return error
    }
}

/// SplitMix64, so that a seed gives the same cases everywhere.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
