/// The first line of an allowed signers file that cannot be relied on, and why.
public struct AllowedSignersError: Error, Hashable, Sendable {
    /// What is wrong with a line.
    public enum Reason: Hashable, Sendable {
        /// The line holds what no text file should: a NUL, a lone carriage return, a byte order mark, bad UTF-8.
        case text(String)
        /// The first field names nobody, or not in a form that can be read in one way only.
        case principals(String)
        /// An option that is unknown, repeated or badly written.
        case option(String)
        /// A `valid-after` or `valid-before` that is no time, or the two the wrong way round.
        case time(String)
        /// There is no key after principals and options.
        case missingKey
        /// The key is there and cannot be used.
        case key(SSHSignatureError)
    }

    /// The line's number, from 1.
    public let line: Int
    /// What is wrong with it.
    public let reason: Reason

    /// An error about this line, counted from 1.
    public init(line: Int, reason: Reason) {
        self.line = line
        self.reason = reason
    }
}

extension AllowedSignersError: CustomStringConvertible {
    /// One line of plain ASCII: `line 3: …`.
    public var description: String { "line \(line): \(reason)" }
}

extension AllowedSignersError.Reason: CustomStringConvertible {
    /// One line of plain ASCII, safe to print whatever the file held.
    public var description: String {
        switch self {
        case .text(let what), .principals(let what), .option(let what), .time(let what): what
        case .missingKey: "no key after the principals"
        case .key(let error): "the key cannot be used: \(error)"
        }
    }
}
