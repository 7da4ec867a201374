/// Why bytes are not the strict JSON that `StrictJSON` reads.
public struct StrictJSONError: Error, Sendable {
    /// The kind of defect; what errors are compared by.
    public enum Code: String, Sendable, CaseIterable {
        /// More bytes than the caller allows.
        case tooLarge = "too-large"
        /// Not UTF-8.
        case notUTF8 = "not-utf8"
        /// Arrays and objects nested deeper than `StrictJSON.depthLimit`.
        case tooDeep = "too-deep"
        /// A key that stands twice in one object.
        case repeatedKey = "repeated-key"
        /// Half of a surrogate pair in a `\u` escape.
        case loneSurrogate = "lone-surrogate"
        /// Bytes after the value.
        case trailingBytes = "trailing-bytes"
        /// Anything else that RFC 8259's grammar does not allow.
        case syntax = "json-syntax"
    }

    /// The kind of defect.
    public let code: Code
    /// Where the defect was met, in bytes from the start.
    public let offset: Int
    /// What was wrong, in a few words on one line.
    public let detail: String
}

extension StrictJSONError: Equatable {
    /// Errors are the same when their codes are; offset and detail are for people.
    public static func == (left: StrictJSONError, right: StrictJSONError) -> Bool { left.code == right.code }
}

extension StrictJSONError: CustomStringConvertible {
    /// The defect and its place on one line.
    public var description: String { "\(detail) at byte \(offset)" }
}
