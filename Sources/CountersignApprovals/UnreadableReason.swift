/// Why a line of the ledger, or the payload in it, is not a statement that could count.
///
/// Such a line is kept and shown; it approves nothing and hides nothing beside it.
public struct UnreadableReason: Error, Sendable {
    /// The kind of defect; what reasons are compared by.
    public enum Code: String, Sendable, CaseIterable {
        /// The line is not written as the one form of the envelope.
        case envelope
        /// The envelope's `payloadType` is another.
        case payloadType = "payload-type"
        /// The envelope has more than one signature.
        case severalSignatures = "several-signatures"
        /// Base64 that is not in its one canonical form.
        case base64
        /// A `keyid` with anything but printable ASCII, or with a quote or backslash.
        case keyID = "key-id"
        /// The payload is over `Statement.payloadLimit`.
        case payloadTooLarge = "payload-too-large"
        /// The payload is not strict JSON (`StrictJSONError` without the kinds below).
        case json
        /// A key that stands twice in one object of the payload.
        case repeatedKey = "repeated-key"
        /// The payload nests deeper than `StrictJSON.depthLimit`.
        case tooDeep = "too-deep"
        /// A required field is not there.
        case missingField = "missing-field"
        /// A known field has another JSON type than it should.
        case wrongType = "wrong-type"
        /// A known field has the right type and an impossible value.
        case badValue = "bad-value"
        /// More than `Statement.subjectLimit` subjects.
        case tooManySubjects = "too-many-subjects"
        /// Sound JSON of another `_type` or `predicateType`: not unreadable, but never counted.
        case foreign
    }

    /// The kind of defect.
    public let code: Code
    /// What was wrong, in a few words on one line of printable ASCII.
    public let detail: String

    /// States a defect.
    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// Whether the payload is of a type that this program does not know, rather than damaged.
    public var isForeign: Bool { code == .foreign }

    init(_ error: StrictJSONError) {
        switch error.code {
        case .repeatedKey: code = .repeatedKey
        case .tooDeep: code = .tooDeep
        case .tooLarge: code = .payloadTooLarge
        case .notUTF8, .loneSurrogate, .trailingBytes, .syntax: code = .json
        }
        detail = "payload: \(error.description)"
    }
}

extension UnreadableReason: Equatable {
    /// Reasons are the same when their codes are; the detail is for people.
    public static func == (left: UnreadableReason, right: UnreadableReason) -> Bool { left.code == right.code }
}

extension UnreadableReason: CustomStringConvertible {
    /// The defect on one line.
    public var description: String { detail }
}
