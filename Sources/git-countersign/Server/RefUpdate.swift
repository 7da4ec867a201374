import CountersignObjects

/// One ref that a push wants to move.
struct RefUpdate: Hashable {
    /// The ref's full name on the receiving side.
    let reference: String
    /// What it holds there; nil when the push makes it.
    let old: ObjectID?
    /// What it is to hold; nil when the push deletes it.
    let new: ObjectID?

    /// Reads the lines `old new ref` that git hands to a `pre-receive` hook (`githooks(5)`).
    ///
    /// Nothing at all is an error too: git never calls the hook without an update, so another hook has read it.
    static func readPreReceive(_ input: [UInt8]) throws(Failure) -> [RefUpdate] {
        let updates = try lines(input).map { line throws(Failure) in
            let fields = line.split(separator: space, maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, let old = id(fields[0]), let new = id(fields[1]), fields[2].starts(with: refs)
            else { throw unreadable(line) }
            return RefUpdate(reference: String(decoding: fields[2], as: UTF8.self), old: old.value, new: new.value)
        }
        guard !updates.isEmpty else {
            throw Failure(
                "no ref updates on standard input", advice: "call it from git's pre-receive hook, before others read it"
            )
        }
        return updates
    }

    /// Reads the lines `local-ref local-id remote-ref remote-id` that git hands to a `pre-push` hook.
    ///
    /// There are none when there is nothing to push.
    static func readPrePush(_ input: [UInt8]) throws(Failure) -> [RefUpdate] {
        try lines(input).map { line throws(Failure) in
            // The local side may be any expression, blanks included: so the fields count from the end.
            let fields = line.split(separator: space, omittingEmptySubsequences: false).suffix(3).map(Array.init)
            guard fields.count == 3, let new = id(fields[0]), let old = id(fields[2]), fields[1].starts(with: refs)
            else { throw unreadable(line) }
            return RefUpdate(reference: String(decoding: fields[1], as: UTF8.self), old: old.value, new: new.value)
        }
    }

    private static let space = UInt8(ascii: " ")
    private static let refs = Array("refs/".utf8)

    private static func lines(_ input: [UInt8]) throws(Failure) -> [ArraySlice<UInt8>] {
        let lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.last.map(\.isEmpty) ?? true else { throw Failure("standard input ends in the middle of a line") }
        return Array(lines.dropLast())
    }

    private static func unreadable(_ line: some Sequence<UInt8>) -> Failure {
        Failure("not a ref update: '\(String(decoding: Array(line.prefix(200)), as: UTF8.self))'")
    }

    /// An id, of which all zeros stand for none.
    private struct Field {
        let value: ObjectID?
    }

    private static func id(_ text: some Sequence<UInt8>) -> Field? {
        ObjectID(hexBytes: Array(text)).map { Field(value: $0 == .zero ? nil : $0) }
    }
}
