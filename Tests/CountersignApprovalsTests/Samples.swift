import CountersignApprovals
import CountersignObjects

/// Values that tests share.
enum Samples {
    static let time = Timestamp(seconds: 1_769_162_400)
    static let digest = Digest256(hashing: Array("change".utf8))

    /// A commit id made of one number.
    static func commit(_ number: Int) -> ObjectID {
        var bytes = [UInt8](repeating: 0, count: ObjectID.byteCount)
        var rest = UInt64(number)
        for place in stride(from: 19, through: 12, by: -1) {
            bytes[place] = UInt8(truncatingIfNeeded: rest)
            rest >>= 8
        }
        return ObjectID(bytes: bytes) ?? .zero
    }

    /// The plainest approval.
    static func approval(subjects: [ObjectID] = [commit(1)], comment: String? = nil) -> Statement {
        Statement(
            subjects: subjects, decision: .approve, reviewer: "alice@example.com", signedAt: time,
            repository: "acme/shop", comment: comment)
    }

    /// A sound line.
    static func line() throws -> [UInt8] {
        try Envelope(
            payload: approval().payload(), keyid: "SHA256:hint", signature: Array("SSHSIG blob".utf8)
        ).line()
    }

    /// The code that reading a payload fails with; nil when it is read.
    static func code(payload: [UInt8]) -> UnreadableReason.Code? {
        do throws(UnreadableReason) {
            _ = try Statement.parse(payload: payload)
            return nil
        } catch {
            return error.code
        }
    }

    /// The code that reading a line, and the payload in it, fails with; nil when it is read.
    static func code(line: [UInt8]) -> UnreadableReason.Code? {
        do throws(UnreadableReason) {
            return code(payload: try Envelope.parse(line: line).payload)
        } catch {
            return error.code
        }
    }

    /// The sound approval's payload with a text put in place of another.
    static func payload(replacing old: String, by new: String) -> [UInt8] {
        let text = String(decoding: approval().payload(), as: UTF8.self)
        return Array(text.replacing(old, with: new).utf8)
    }
}

/// Repeatable pseudo-random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
