import CountersignApprovals
import CountersignObjects

/// Statements that keep the format's rules and are otherwise anything.
enum RandomStatement {
    static func make(using generator: inout SeededGenerator) -> Statement {
        let subjects = (0..<Int.random(in: 0...5, using: &generator)).map { _ in id(using: &generator) }
        let decisions: [Decision] = [.approve, .reject, .revoke, .waive, .authored, .other("bless")]
        let decision = decisions.randomElement(using: &generator) ?? .approve
        var changes: [ObjectID: Digest256] = [:]
        for subject in subjects where Bool.random(using: &generator) { changes[subject] = digest(using: &generator) }
        return Statement(
            subjects: subjects, decision: decision, reviewer: "r" + text(using: &generator),
            signedAt: time(using: &generator), repository: "r" + text(using: &generator),
            target: maybe(text(using: &generator), using: &generator), changes: changes,
            range: maybe(range(using: &generator), using: &generator),
            policyChange: maybe(.init(from: id(using: &generator), to: id(using: &generator)), using: &generator),
            revokes: maybe(digest(using: &generator), unless: decision == .revoke, using: &generator),
            expires: maybe(time(using: &generator), unless: decision == .waive, using: &generator),
            comment: maybe("c" + text(using: &generator), unless: decision == .waive, using: &generator))
    }

    private static func maybe<Value>(
        _ value: Value, unless needed: Bool = false, using generator: inout SeededGenerator
    ) -> Value? {
        needed || Bool.random(using: &generator) ? value : nil
    }

    private static func id(using generator: inout SeededGenerator) -> ObjectID {
        Samples.commit(Int.random(in: 0...Int.max, using: &generator))
    }

    private static func digest(using generator: inout SeededGenerator) -> Digest256 {
        Digest256(hashing: Array(String(generator.next()).utf8))
    }

    private static func time(using generator: inout SeededGenerator) -> Timestamp {
        Timestamp(seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator))
    }

    private static func range(using generator: inout SeededGenerator) -> Statement.CommitRange {
        let change = maybe(digest(using: &generator), using: &generator)
        return .init(base: id(using: &generator), head: id(using: &generator), change: change)
    }

    /// Any characters at all, the awkward ones often.
    private static func text(using generator: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let highest = [0x22, 0x7f, 0xff, 0xffff, 0x10ffff].randomElement(using: &generator) ?? 0x7f
            let value = UInt32.random(in: 0...UInt32(highest), using: &generator)
            text.unicodeScalars.append(Unicode.Scalar(value) ?? "\\")
        }
        return text
    }
}
